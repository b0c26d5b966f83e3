//! The requests a stand-in has seen, and whom it took them to come from.

use std::collections::VecDeque;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

/// One request as it arrived, and what the server believed about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// The method, as sent.
    pub method: String,
    /// The request target, as sent, with its query.
    pub target: String,
    /// 0 for HTTP/1.0, 1 for HTTP/1.1.
    pub minor_version: u8,
    /// The header fields in the order they came in.
    pub headers: Vec<(String, String)>,
    /// The other end of the connection: the proxy, where there is one.
    pub peer: SocketAddr,
    /// The address the client is believed to have.
    pub client: IpAddr,
    /// The scheme the client is believed to have used.
    pub scheme: String,
    /// The host the client is believed to have asked for, with its port; empty without a Host field.
    pub host: String,
}

impl Seen {
    /// The first value of a header field, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// The last few requests.
#[derive(Debug)]
pub(crate) struct Visitors {
    capacity: usize,
    last: Mutex<VecDeque<Seen>>,
}

impl Visitors {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { capacity, last: Mutex::new(VecDeque::new()) }
    }

    pub(crate) fn are_kept(&self) -> bool {
        self.capacity > 0
    }

    pub(crate) fn keep(&self, seen: Seen) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.len() == self.capacity {
            last.pop_front();
        }
        last.push_back(seen);
    }

    pub(crate) fn list(&self) -> Vec<Seen> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}
