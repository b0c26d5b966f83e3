//! Why a frontend cannot take the site in.

use crate::names::AbsPath;
use crate::plan::{Conflict, ConflictKind, Refusal};

const OTHER_PORTS: &str = "choose other ports with --http-port and --https-port";

/// A conflict at a line, with its ways out; other ports are always one of them.
pub(super) fn conflict(
    kind: ConflictKind,
    (file, line): (&AbsPath, usize),
    what: impl Into<String>,
    way: impl Into<String>,
) -> Refusal {
    let ways = vec![way.into(), OTHER_PORTS.to_owned()];
    Refusal::Conflict(Conflict { kind, file: file.clone(), line, what: what.into(), ways })
}
