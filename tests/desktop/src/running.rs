use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use procfs::process::Process;
use rustix::process::{Pid, Signal, kill_process};

/// A program that ends with the test.
pub struct Running {
    child: Child,
    /// Kept open: it would be ended by a closed pipe.
    _words: Option<BufReader<ChildStdout>>,
}

impl Running {
    /// Starts a program that says nothing which is read here.
    pub(crate) fn silent(mut command: Command) -> Self {
        let name = command.get_program().to_owned();
        let child = command.stdin(Stdio::null()).spawn();
        Self { child: child.unwrap_or_else(|error| panic!("{name:?}: {error}")), _words: None }
    }

    /// Starts a program, and waits for the first line that it prints: then it is ready.
    pub(crate) fn begin(mut command: Command) -> (Self, String) {
        let name = command.get_program().to_owned();
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.unwrap_or_else(|error| panic!("{name:?}: {error}"));
        let mut words = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        words.read_line(&mut line).unwrap();
        if line.is_empty() {
            let mut why = String::new();
            child.stderr.take().unwrap().read_to_string(&mut why).unwrap();
            panic!("{name:?} ended: {why}");
        }
        (Self { child, _words: Some(words) }, line.trim().to_owned())
    }

    /// Its process.
    pub fn process(&self) -> Process {
        Process::new(self.child.id().cast_signed()).unwrap()
    }
}

impl Drop for Running {
    /// One that is asked to end takes its sockets along.
    fn drop(&mut self) {
        let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        for _ in 0..40 {
            if let Ok(Some(_)) = self.child.try_wait() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
