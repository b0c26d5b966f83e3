use std::path::PathBuf;
use std::process::{Command, ExitStatus, Output};

use serde_json::Value;

use crate::trial::program_folder;

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit status.
    pub status: ExitStatus,
    /// What it printed.
    pub stdout: String,
    /// What it said beside.
    pub stderr: String,
}

impl Ended {
    /// The exit code.
    ///
    /// # Panics
    /// When a signal ended it.
    pub fn code(&self) -> i32 {
        self.status.code().unwrap_or_else(|| panic!("{self:?}"))
    }

    /// The JSON document it printed.
    ///
    /// # Panics
    /// When it printed something else.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// The same, when it ended with this code.
    ///
    /// # Panics
    /// When it ended otherwise: with all it printed.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert!(
            self.status.code() == Some(code),
            "{code} was expected\n{}\n{}\n{}",
            self.status,
            self.stdout,
            self.stderr
        );
        self
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Self {
            status: output.status,
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// Runs `jellyfin-proxy` with these arguments to its end.
///
/// # Panics
/// When it was not built: `cargo xtask test` builds it first.
pub fn product<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Ended {
    let output = product_command().args(arguments).output();
    output.expect("jellyfin-proxy was built: run `cargo xtask test`").into()
}

/// `jellyfin-proxy`, to be started in another way.
pub(crate) fn product_command() -> Command {
    Command::new(program("jellyfin-proxy"))
}

/// Where a program of the product lies.
///
/// # Panics
/// When this test lies in no target folder.
pub fn program(name: &str) -> PathBuf {
    program_folder().expect("a target folder").join(name)
}
