//! Reading the head of a request within Kestrel's limits.

use std::io;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::request::Request;
use super::wire::Wire;

/// The longest request line, with its end (Kestrel's limit, observed as 414).
const LINE_LIMIT: usize = 8 * 1024;
/// All header fields together (Kestrel's limit, observed as 431).
const FIELDS_LIMIT: usize = 32 * 1024;
/// How many header fields (Kestrel's limit, observed as 431).
const FIELD_COUNT: usize = 100;
/// How long a connection may wait for its next request.
const IDLE: Duration = Duration::from_secs(130);

/// What came in place of a request, or the request.
#[derive(Debug)]
pub(super) enum Arrival {
    Request(Box<Request>),
    Rejected(Rejection),
    /// The other side went away, or waited too long between two requests.
    Gone,
}

/// Why Kestrel answers a request itself, without Jellyfin ever seeing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rejection {
    BadRequest,
    Timeout,
    TargetTooLong,
    FieldsTooLarge,
    UnknownVersion,
}

impl Rejection {
    pub(super) fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Timeout => 408,
            Self::TargetTooLong => 414,
            Self::FieldsTooLarge => 431,
            Self::UnknownVersion => 505,
        }
    }
}

/// Waits for the head of the next request, which must arrive within `patience` once it has begun.
pub(super) async fn receive(wire: &mut Wire, patience: Duration) -> io::Result<Arrival> {
    let mut deadline = None;
    loop {
        if !wire.unread().is_empty() {
            deadline.get_or_insert_with(|| Instant::now() + patience);
            match parse(wire.unread()) {
                Ok(Some((request, length))) => {
                    wire.take(length);
                    return Ok(Arrival::Request(Box::new(request)));
                }
                Ok(None) => {}
                Err(rejection) => return Ok(Arrival::Rejected(rejection)),
            }
        }
        match timeout_at(deadline.unwrap_or_else(|| Instant::now() + IDLE), wire.read()).await {
            Ok(Ok(true)) => {}
            Ok(Ok(false)) => return Ok(Arrival::Gone),
            Ok(Err(error)) => return Err(error),
            Err(_) if deadline.is_some() => return Ok(Arrival::Rejected(Rejection::Timeout)),
            Err(_) => return Ok(Arrival::Gone),
        }
    }
}

/// The request at the beginning of these bytes and the length of its head, once it is complete.
fn parse(bytes: &[u8]) -> Result<Option<(Request, usize)>, Rejection> {
    let line = bytes.iter().position(|byte| *byte == b'\n').map(|end| end + 1);
    if line.unwrap_or(bytes.len()) > LINE_LIMIT {
        return Err(Rejection::TargetTooLong);
    }
    let mut fields = [httparse::EMPTY_HEADER; FIELD_COUNT];
    let mut head = httparse::Request::new(&mut fields);
    let length = match head.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) if bytes.len() - line.unwrap_or(bytes.len()) > FIELDS_LIMIT => {
            return Err(Rejection::FieldsTooLarge);
        }
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(Rejection::FieldsTooLarge),
        Err(httparse::Error::Version) if names_http(&bytes[..line.unwrap_or(bytes.len())]) => {
            return Err(Rejection::UnknownVersion);
        }
        Err(_) => return Err(Rejection::BadRequest),
    };
    if length - line.unwrap_or(length) > FIELDS_LIMIT {
        return Err(Rejection::FieldsTooLarge);
    }
    if has_bare_line_feed(&bytes[..length]) {
        return Err(Rejection::BadRequest);
    }
    let fields = head
        .headers
        .iter()
        .map(|field| (field.name.to_owned(), String::from_utf8_lossy(field.value).into_owned()));
    let (method, target) = (head.method.unwrap_or_default(), head.path.unwrap_or_default());
    let request = Request::new(method, target, head.version.unwrap_or(1), fields.collect())?;
    Ok(Some((request, length)))
}

fn names_http(line: &[u8]) -> bool {
    line.split(|byte| *byte == b' ').nth(2).is_some_and(|version| version.starts_with(b"HTTP/"))
}

fn has_bare_line_feed(head: &[u8]) -> bool {
    let mut before = b'\r';
    head.iter().any(|byte| std::mem::replace(&mut before, *byte) != b'\r' && *byte == b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(head: &[u8]) -> Result<bool, Rejection> {
        parse(head).map(|found| found.is_some())
    }

    #[test]
    fn kestrels_own_rejections() {
        use Rejection::{BadRequest, FieldsTooLarge, TargetTooLong, UnknownVersion};
        let long = |count: usize| "x".repeat(count);
        for (head, expected) in [
            ("GET / HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(), Ok(true)),
            ("GET / HTTP/1.1\r\nHost: a\r\n".to_owned(), Ok(false)),
            ("GET / HTTP/1.1\nHost: a\n\n".to_owned(), Err(BadRequest)),
            ("GET / HTTP/1.1\r\n\r\n".to_owned(), Err(BadRequest)),
            ("GET / HTTP/1.0\r\n\r\n".to_owned(), Ok(true)),
            ("POST / HTTP/1.0\r\n\r\n".to_owned(), Err(BadRequest)),
            ("GET / HTTP/2.0\r\nHost: a\r\n\r\n".to_owned(), Err(UnknownVersion)),
            ("GET / HTTP/1.1\r\nHost : a\r\n\r\n".to_owned(), Err(BadRequest)),
            ("\x16\x03\x01\x02\x00\x01".to_owned(), Err(BadRequest)),
            (format!("GET /{}", long(LINE_LIMIT)), Err(TargetTooLong)),
            (format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}", long(FIELDS_LIMIT)), Err(FieldsTooLarge)),
            ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n".to_owned(), Err(BadRequest)),
            ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n".to_owned(), Err(BadRequest)),
        ] {
            assert_eq!(outcome(head.as_bytes()), expected, "{}", &head[..head.len().min(80)]);
        }
    }
}
