//! nginx's configuration language, read without losing a byte: directives with their places in the
//! file, words as the server understands them.

mod fault;
mod lua;
mod reader;
#[cfg(test)]
mod tests;

pub(super) use fault::Fault;

use std::ops::Range;

/// A file as far as it can be read, and where that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parsed {
    /// The directives, in order. Before a fault all of them are whole, save the blocks it lies in.
    pub(super) directives: Vec<Directive>,
    /// Where the server would stop reading, too.
    pub(super) fault: Option<Fault>,
}

/// A directive: its name, its arguments, and `;` or a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Directive {
    /// Its name, unquoted.
    pub(super) name: Vec<u8>,
    /// Its arguments, unquoted and with escapes resolved.
    pub(super) args: Vec<Vec<u8>>,
    /// What it ends with.
    pub(super) body: Body,
    /// The line its name stands in, counted from 1.
    pub(super) line: usize,
    /// Its bytes in the file, from the name to the `;` or `}`.
    pub(super) span: Range<usize>,
}

/// What ends a directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Body {
    /// `;`
    Semicolon,
    /// `{ … }`
    Block(Vec<Directive>),
    /// `{ … }` with a program inside (`content_by_lua_block`).
    Lua,
}

/// Reads a file's bytes.
pub(super) fn parse(source: &[u8]) -> Parsed {
    reader::Reader::new(source).read_file()
}
