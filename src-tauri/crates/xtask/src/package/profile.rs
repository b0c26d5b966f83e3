use std::path::PathBuf;

use anyhow::Result;

use super::NAME;
use crate::{program, project};

/// How the programs of a package are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Profile {
    /// For users.
    Release,
    /// As the tests have built them already: large, and made at once.
    Debug,
}

impl Profile {
    /// Builds the programs, and what writes their manual pages.
    pub(super) fn build(self) -> Result<()> {
        let mut cargo = project::cargo();
        cargo.arg("build");
        if self == Self::Release {
            cargo.arg("--release");
        }
        let programs = ["--package", NAME, "--package", "cli", "--package", "helper", "--bins"];
        program::run(cargo.args(programs).args(["--example", "manuals"]))
    }

    /// Where the programs are then.
    pub(super) fn programs(self) -> PathBuf {
        project::target().join(match self {
            Self::Release => "release",
            Self::Debug => "debug",
        })
    }

    /// Where the packages are made.
    pub(super) fn packages(self) -> PathBuf {
        match self {
            Self::Release => project::target().join("package"),
            Self::Debug => self.programs().join("package"),
        }
    }
}
