//! The rules of a frontend: what decides where a visit goes.

mod conditions;
mod criterion;
mod effect;
mod lookup;

pub(super) use conditions::Conditions;
use criterion::within;
pub(super) use criterion::{Criterion, called, listed, outside_parentheses};
pub(super) use effect::Effect;
pub(super) use lookup::{LookedUp, looked_up};

use super::syntax::Line;

/// A visit, as far as rules on names tell visits apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The host's name, without a port.
    pub(super) host: &'a str,
    /// The port that was dialled.
    pub(super) port: u16,
    /// Whether it comes by TLS.
    pub(super) tls: bool,
    /// The name in the TLS greeting.
    pub(super) sni: Option<&'a str>,
    /// Whether it is for a challenge of a certificate's renewal, and not for anything else.
    pub(super) challenge: bool,
}

/// The place of a rule in the order in which the server asks them, whatever the order of their lines.
pub(super) fn stage(line: &Line) -> usize {
    match (line.word(0), line.word(1)) {
        ("tcp-request", "connection") => 0,
        ("tcp-request", "session") => 1,
        ("tcp-request", _) => 2,
        ("http-request", _) => 3,
        ("redirect" | "block", _) => 4,
        ("use_backend", _) => 5,
        _ => 3,
    }
}
