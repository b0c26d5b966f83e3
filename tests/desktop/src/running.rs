use std::io::BufReader;
use std::process::{Child, ChildStdout};

use procfs::process::Process;

/// A program that ends with the test.
pub struct Running {
    child: Child,
    /// Kept open: it would be ended by a closed pipe.
    _words: Option<BufReader<ChildStdout>>,
}

impl Running {
    /// One that was started, and says nothing that is read here.
    pub fn silent(child: Child) -> Self {
        Self { child, _words: None }
    }

    /// One that was started, and goes on writing to whoever read its first words.
    pub(crate) fn heard(child: Child, words: BufReader<ChildStdout>) -> Self {
        Self { child, _words: Some(words) }
    }

    /// Its process.
    pub fn process(&self) -> Process {
        Process::new(self.child.id().cast_signed()).unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
