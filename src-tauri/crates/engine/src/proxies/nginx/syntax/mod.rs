//! nginx's configuration language, read without losing a byte: directives with their places in the
//! file, words as the server understands them.

mod document;
mod fault;
mod lua;
mod reader;
#[cfg(any(test, fuzzing))]
mod soundness;
#[cfg(test)]
mod tests;

pub(super) use document::{Body, Document};
#[cfg(fuzzing)]
pub(super) use soundness::assert_sound;
