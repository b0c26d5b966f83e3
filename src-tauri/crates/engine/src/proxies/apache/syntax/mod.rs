//! Apache's configuration language, read without losing a byte: lines as the server joins them, words
//! as it splits them, sections with their places in the file.

mod document;
mod line;
mod section;
#[cfg(any(test, fuzzing))]
mod soundness;
#[cfg(test)]
mod tests;
mod word;

pub(super) use document::Document;
pub(super) use line::{Lines, LogicalLine};
pub(super) use section::{Directive, Item, Raw, Section};
#[cfg(fuzzing)]
pub(super) use soundness::assert_sound;
pub(super) use word::{first_word, words};
