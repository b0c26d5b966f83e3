use std::io;

use engine::names::AbsPath;

/// What may go wrong with a disk. It is asked right before each change, so that a test can let the
/// machine die, or the disk be full, at any one of them.
pub trait Hazard: Send + Sync {
    /// Lets the change happen, or fails it in the system's place.
    ///
    /// # Errors
    /// The error that the change shall end with.
    fn before(&self, deed: &Deed<'_>) -> io::Result<()>;
}

/// A change of the disk that is about to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deed<'a> {
    /// What is done, as in "could not `write` …".
    pub operation: &'static str,
    /// To which file or folder.
    pub path: &'a AbsPath,
}

/// Nothing stands in the way: the real disk fails by itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Calm;

impl Hazard for Calm {
    fn before(&self, _deed: &Deed<'_>) -> io::Result<()> {
        Ok(())
    }
}
