//! The head of an answer as Kestrel writes it.

use std::time::SystemTime;

use super::response::{Body, Response};
use crate::clock;

/// What of a request decides how its answer is framed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) minor_version: u8,
    pub(crate) head_only: bool,
    pub(crate) keep_alive: bool,
}

/// How the end of the body is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// By its length, or there is no body.
    Length,
    /// By the chunked coding.
    Chunked,
    /// By the end of the connection.
    Close,
}

impl Frame {
    /// How the end of this answer's body is told.
    pub(crate) fn end(self, response: &Response) -> End {
        match response.body {
            Body::Written(_) | Body::Trickle(_) if !self.head_only => {
                if self.minor_version == 0 {
                    End::Close
                } else {
                    End::Chunked
                }
            }
            Body::Empty
            | Body::Whole(_)
            | Body::Media(_)
            | Body::Socket
            | Body::Written(_)
            | Body::Trickle(_) => End::Length,
        }
    }

    /// The connection stays open after this answer.
    pub(crate) fn stays_open(self, response: &Response) -> bool {
        self.keep_alive && self.end(response) != End::Close
    }

    /// The bytes before the body, the fields in Kestrel's order.
    pub(crate) fn head(self, response: &Response) -> Vec<u8> {
        let mut fields: Vec<(&str, String)> =
            response.headers.iter().map(|(name, value)| (*name, value.clone())).collect();
        fields.push(("Date", clock::http_date(SystemTime::now())));
        fields.push(("Server", "Kestrel".to_owned()));
        if let Some(length) = self.told_length(response) {
            fields.push(("Content-Length", length.to_string()));
        }
        if self.end(response) == End::Chunked {
            fields.push(("Transfer-Encoding", "chunked".to_owned()));
        }
        if !self.stays_open(response) && response.status != 101 {
            fields.push(("Connection", "close".to_owned()));
        } else if self.minor_version == 0 {
            fields.push(("Connection", "keep-alive".to_owned()));
        }
        fields.sort_by_key(|(name, _)| (rank(name), *name));
        let mut head = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
        for (name, value) in fields {
            head.extend([name, ": ", &value, "\r\n"]);
        }
        head.push_str("\r\n");
        head.into_bytes()
    }

    fn told_length(self, response: &Response) -> Option<u64> {
        match &response.body {
            Body::Whole(content) => Some(content.len() as u64),
            Body::Media(range) => Some(range.end - range.start),
            Body::Empty if !self.head_only && !matches!(response.status, 101 | 204 | 304) => Some(0),
            Body::Empty | Body::Written(_) | Body::Trickle(_) | Body::Socket => None,
        }
    }
}

/// Kestrel writes five fields first, then those it knows by name, then the others.
fn rank(name: &str) -> u8 {
    match name {
        "Content-Length" => 0,
        "Connection" => 1,
        "Content-Type" => 2,
        "Date" => 3,
        "Server" => 4,
        "Sec-WebSocket-Accept" | "X-Response-Time-ms" => 6,
        _ => 5,
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        101 => "Switching Protocols",
        200 => "OK",
        204 => "No Content",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        412 => "Precondition Failed",
        414 => "URI Too Long",
        416 => "Range Not Satisfiable",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Internal Server Error",
    }
}
