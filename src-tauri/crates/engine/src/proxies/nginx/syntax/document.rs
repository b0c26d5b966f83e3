use std::borrow::Cow;
use std::ops::Range;

use super::fault::Fault;
use super::reader::Reader;
use crate::facts::Content;

/// A file as far as it can be read. Its directives have numbers in the order in which they begin, so that
/// what is in a block follows it; all of them lie in one list, since files of megabytes are read, and
/// blocks may be nested deeper than a stack is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in super::super) struct Document {
    pub(super) source: Content,
    pub(super) words: Vec<Word>,
    pub(super) directives: Vec<Directive>,
    /// Where the server would stop reading, too. Before it all directives are whole, save the blocks that
    /// it lies in.
    pub(in super::super) fault: Option<Fault>,
}

/// A directive: words, and `;` or a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Directive {
    /// Its first word, which is its name, in the list of all words.
    pub(super) first_word: u32,
    /// How many it has.
    pub(super) words: u32,
    /// The line its name stands in, counted from 1.
    pub(super) line: u32,
    /// Its first byte.
    pub(super) start: u32,
    /// The byte after its `;` or `}`.
    pub(super) end: u32,
    /// The number of the first directive after it and all that is in it.
    pub(super) after: u32,
    /// What it ends with.
    pub(super) body: Body,
}

/// The bytes of a word, without its quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// What ends a directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Body {
    /// `;`
    Semicolon,
    /// `{ … }`
    Block,
    /// `{ … }` with a program inside (`content_by_lua_block`).
    Lua,
}

impl Document {
    /// Reads a file's bytes.
    pub(in super::super) fn read(source: Content) -> Self {
        Reader::new(&source).read_file().with_source(source)
    }

    /// How many directives there are, at any depth.
    pub(in super::super) fn len(&self) -> usize {
        self.directives.len()
    }

    /// The directives that stand in no block.
    pub(in super::super) fn outermost(&self) -> impl Iterator<Item = usize> {
        self.siblings(0..self.directives.len())
    }

    /// The directives of a block, without those of the blocks in it.
    pub(in super::super) fn inside(&self, directive: usize) -> impl Iterator<Item = usize> {
        self.siblings(directive + 1..self.after(directive))
    }

    /// The first directive that is neither this one nor in it.
    pub(in super::super) fn after(&self, directive: usize) -> usize {
        self.directives[directive].after as usize
    }

    /// A directive's name, unquoted.
    pub(in super::super) fn name(&self, directive: usize) -> Cow<'_, [u8]> {
        self.word(self.directives[directive].first_word as usize)
    }

    /// A directive's arguments, unquoted and with escapes resolved.
    pub(in super::super) fn args(&self, directive: usize) -> impl Iterator<Item = Cow<'_, [u8]>> {
        let Directive { first_word, words, .. } = self.directives[directive];
        (first_word as usize + 1..(first_word + words) as usize).map(|word| self.word(word))
    }

    /// The places of a directive's arguments, with their quotes.
    pub(in super::super) fn arg_spans(&self, directive: usize) -> Vec<Range<usize>> {
        let Directive { first_word, words, .. } = self.directives[directive];
        let words = &self.words[first_word as usize + 1..(first_word + words) as usize];
        let quoted = |word: &Word| {
            let (start, end) = (word.start as usize, word.end as usize);
            // A word cannot begin with a quote unless it is in quotes.
            let quotes = usize::from(start > 0 && matches!(self.source[start - 1], b'"' | b'\''));
            start - quotes..end + quotes
        };
        words.iter().map(quoted).collect()
    }

    /// What a directive ends with.
    pub(in super::super) fn body(&self, directive: usize) -> Body {
        self.directives[directive].body
    }

    /// The line that a directive's name stands in, counted from 1.
    pub(in super::super) fn line(&self, directive: usize) -> usize {
        self.directives[directive].line as usize
    }

    /// A directive's bytes in the file, from its name to the `;` or `}`.
    pub(in super::super) fn span(&self, directive: usize) -> Range<usize> {
        let Directive { start, end, .. } = self.directives[directive];
        start as usize..end as usize
    }

    /// The file's bytes.
    pub(in super::super) fn source(&self) -> &[u8] {
        &self.source
    }

    fn with_source(self, source: Content) -> Self {
        Self { source, ..self }
    }

    fn siblings(&self, range: Range<usize>) -> impl Iterator<Item = usize> {
        let next = move |&last: &usize| Some(self.after(last)).filter(|next| *next < range.end);
        std::iter::successors(Some(range.start).filter(|first| *first < range.end), next)
    }

    fn word(&self, word: usize) -> Cow<'_, [u8]> {
        let Word { start, end } = self.words[word];
        unescape(&self.source[start as usize..end as usize])
    }
}

/// Resolves `\"`, `\'`, `\\`, `\t`, `\r` and `\n`; before anything else a backslash stays, which
/// regular expressions rely on.
fn unescape(raw: &[u8]) -> Cow<'_, [u8]> {
    if !raw.contains(&b'\\') {
        return Cow::Borrowed(raw);
    }
    let mut word = Vec::with_capacity(raw.len());
    let mut bytes = raw.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        let escaped = match (byte, bytes.peek()) {
            (b'\\', Some(&next @ (b'"' | b'\'' | b'\\'))) => next,
            (b'\\', Some(b't')) => b'\t',
            (b'\\', Some(b'r')) => b'\r',
            (b'\\', Some(b'n')) => b'\n',
            _ => {
                word.push(byte);
                continue;
            }
        };
        bytes.next();
        word.push(escaped);
    }
    Cow::Owned(word)
}
