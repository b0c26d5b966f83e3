use std::io::Read;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::command::product_command;
use crate::{Ended, Journal};

/// Far more than any command of a test takes.
const PATIENCE: Duration = Duration::from_secs(90);
const PAUSE: Duration = Duration::from_millis(2);

/// A command of the product that runs while the test does something else.
pub struct Started {
    child: Child,
}

impl Started {
    /// `jellyfin-proxy` with these arguments.
    ///
    /// # Panics
    /// When it does not start.
    pub fn with<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Self {
        let mut command = product_command();
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self { child: command.spawn().expect("jellyfin-proxy was built: run `cargo xtask test`") }
    }

    /// Sends it a signal, by its name without `SIG`.
    pub fn signal(&self, name: &str) {
        signal(self.child.id(), name);
    }

    /// Sends its root side a signal.
    ///
    /// # Panics
    /// When there is none.
    pub fn signal_helper(&self, name: &str) {
        let pid = self.helper().expect("the root side runs while a change is carried out");
        signal(pid, name);
    }

    /// The process id of its root side, while there is one.
    pub fn helper(&self) -> Option<u32> {
        let children = format!("/proc/{0}/task/{0}/children", self.child.id());
        std::fs::read_to_string(children).ok()?.split_whitespace().next()?.parse().ok()
    }

    /// Waits until a step of that kind is begun in the journal's latest change.
    ///
    /// # Panics
    /// When it ends before, or does not come so far.
    #[track_caller]
    pub fn until_begun(&mut self, change: u32, kind: &str) {
        let begin = Instant::now();
        while !Journal::of_change(change).is_some_and(|journal| journal.has_begun(kind)) {
            if let Some(status) = self.child.try_wait().expect("it is this process's own child") {
                let mut said = String::new();
                if let Some(stdout) = &mut self.child.stdout {
                    stdout.read_to_string(&mut said).expect("its words");
                }
                panic!("it ended with {status} before {kind} began: {said}");
            }
            assert!(begin.elapsed() < PATIENCE, "{kind} is not begun");
            std::thread::sleep(PAUSE);
        }
    }

    /// Waits for its end.
    ///
    /// # Panics
    /// When it does not end.
    #[track_caller]
    pub fn end(mut self) -> Ended {
        let begin = Instant::now();
        while self.child.try_wait().expect("it is this process's own child").is_none() {
            if begin.elapsed() >= PATIENCE {
                // Its root side ends with it: the pipe between them closes.
                let _ = self.child.kill();
                panic!("it did not end: {:?}", self.child.wait_with_output());
            }
            std::thread::sleep(PAUSE);
        }
        Ended::from(self.child.wait_with_output().expect("it has ended"))
    }
}

/// By a program, so that these tests need no `unsafe` and no crate for it.
fn signal(pid: u32, name: &str) {
    let status = std::process::Command::new("/bin/kill").args(["-s", name, &pid.to_string()]).status();
    assert!(status.is_ok_and(|status| status.success()), "kill -s {name} {pid}");
}
