//! The dialect, read without loss: lines of words over a file's own bytes, and sections of lines.
//!
//! There are no blocks, no continued lines and no includes: what a server reads is the list of files
//! on its command line, one after the other.

mod branches;
mod condition;
mod environment;
mod file;
mod section;
#[cfg(any(test, fuzzing))]
mod soundness;
mod word;

pub(super) use branches::is_condition;
pub(super) use environment::Environment;
pub(super) use file::{ConfigFile, Line};
pub(super) use section::{Section, SectionKind};
#[cfg(fuzzing)]
pub(super) use soundness::assert_sound;
