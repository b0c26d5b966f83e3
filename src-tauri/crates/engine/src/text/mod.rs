//! What the three dialects share: digests, edits on spans, diffs.

mod diff;
mod edit;
mod mark;

pub use diff::unified_diff;
pub use edit::{Edit, apply_edits};
pub use mark::{Mark, MarkedBlock};

use std::io;

use sha2::{Digest, Sha256};

/// SHA-256 in lower-case hexadecimal, 64 characters.
pub fn digest(bytes: &[u8]) -> String {
    let mut digest = Digesting::default();
    digest.0.update(bytes);
    digest.end()
}

/// The digest of bytes that come one after the other: a plan may hold megabytes, which need not all be written down
/// first.
#[derive(Default)]
pub(crate) struct Digesting(Sha256);

impl Digesting {
    /// That of [`digest`].
    pub(crate) fn end(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl io::Write for Digesting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How many lines end in a text.
pub(crate) fn line_ends(text: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', text).count()
}
