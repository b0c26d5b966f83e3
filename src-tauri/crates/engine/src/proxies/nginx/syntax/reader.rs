use super::document::{Body, Directive, Document, Word};
use super::fault::{Fault, FaultKind};
use super::lua;
use crate::text::line_ends;

/// nginx itself has no limit; this one keeps a hostile file from exhausting the memory.
pub(super) const DIRECTIVE_LIMIT: usize = 1_000_000;

/// Reads as nginx's own tokenizer does, which differs from what one would guess in three places: a
/// word that began unquoted may hold quotes, `#` and `}`; `${` never opens a block; and after a
/// closing quote only a blank, `;`, `{` or `)` may follow.
pub(super) struct Reader<'s> {
    source: &'s [u8],
    at: usize,
    line: usize,
    read: Document,
    /// The blocks that are not closed yet, outermost first.
    open: Vec<usize>,
}

/// Words up to what ended them; the words themselves are in the document's list.
struct Statement {
    first_word: usize,
    start: usize,
    line: usize,
    ending: Ending,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Semicolon,
    Open,
    Close,
    File,
}

impl<'s> Reader<'s> {
    pub(super) fn new(source: &'s [u8]) -> Self {
        Self { source, at: 0, line: 1, read: Document::default(), open: Vec::new() }
    }

    /// The document, save its source.
    pub(super) fn read_file(mut self) -> Document {
        self.read.fault = self.read_statements().err();
        while let Some(block) = self.open.pop() {
            self.close(block);
        }
        self.read
    }

    fn read_statements(&mut self) -> Result<(), Fault> {
        loop {
            let statement = self.read_statement()?;
            match (statement.ending, self.open.pop()) {
                (Ending::File, None) => return Ok(()),
                (Ending::File, Some(block)) => {
                    self.open.push(block);
                    let line = self.read.line(block);
                    return Err(Fault { line, kind: FaultKind::UnexpectedEnd });
                }
                (Ending::Close, None) => return Err(self.fault(FaultKind::Unexpected(b'}'))),
                (Ending::Close, Some(block)) => self.close(block),
                (Ending::Semicolon | Ending::Open, outer) => {
                    self.open.extend(outer);
                    self.take_directive(&statement)?;
                }
            }
        }
    }

    fn take_directive(&mut self, statement: &Statement) -> Result<(), Fault> {
        let directive = self.read.directives.len();
        if directive == DIRECTIVE_LIMIT {
            return Err(Fault { line: statement.line, kind: FaultKind::TooMany });
        }
        self.read.directives.push(Directive {
            first_word: short(statement.first_word),
            words: short(self.read.words.len() - statement.first_word),
            line: short(statement.line),
            start: short(statement.start),
            end: short(self.at),
            after: short(directive + 1),
            body: Body::Semicolon,
        });
        if statement.ending == Ending::Semicolon {
            return Ok(());
        }
        let Word { start, end } = self.read.words[statement.first_word];
        if self.source[start as usize..end as usize].ends_with(b"_by_lua_block") {
            self.read.directives[directive].body = Body::Lua;
            let outcome = self.skip_lua();
            self.close(directive);
            return outcome;
        }
        self.read.directives[directive].body = Body::Block;
        self.open.push(directive);
        Ok(())
    }

    /// Everything read since a block began was in it.
    fn close(&mut self, block: usize) {
        let after = short(self.read.directives.len());
        let block = &mut self.read.directives[block];
        (block.end, block.after) = (short(self.at), after);
    }

    fn read_statement(&mut self) -> Result<Statement, Fault> {
        self.skip_blanks();
        let (start, line, first_word) = (self.at, self.line, self.read.words.len());
        let ending = loop {
            self.skip_blanks();
            let is_empty = self.read.words.len() == first_word;
            let ending = match self.peek() {
                None if is_empty => break Ending::File,
                None => return Err(Fault { line, kind: FaultKind::UnexpectedEnd }),
                Some(b';') if !is_empty => Ending::Semicolon,
                Some(b'{') if !is_empty => Ending::Open,
                Some(b'}') if is_empty => Ending::Close,
                Some(byte @ (b';' | b'{' | b'}')) => return Err(self.fault(FaultKind::Unexpected(byte))),
                Some(_) => {
                    let word = self.read_word()?;
                    self.read.words.push(word);
                    continue;
                }
            };
            self.at += 1;
            break ending;
        };
        Ok(Statement { first_word, start, line, ending })
    }

    fn read_word(&mut self) -> Result<Word, Fault> {
        let line = self.line;
        let quote = self.peek().filter(|byte| matches!(byte, b'"' | b'\''));
        if quote.is_some() {
            self.take();
        }
        let start = self.at;
        loop {
            let end = Fault { line, kind: FaultKind::UnexpectedEnd };
            let byte = self.peek().ok_or_else(|| end.clone())?;
            match byte {
                b'\\' => {
                    self.take();
                    self.take().ok_or(end)?;
                }
                b'$' => {
                    self.take();
                    while self.peek() == Some(b'{') {
                        self.take();
                    }
                }
                _ if Some(byte) == quote => break,
                b' ' | b'\t' | b'\r' | b'\n' | b';' | b'{' if quote.is_none() => break,
                _ => {
                    self.take();
                }
            }
        }
        let word = Word { start: short(start), end: short(self.at) };
        if quote.is_some() {
            self.take();
            self.expect_gap()?;
        }
        Ok(word)
    }

    /// `"a"b` is an error of nginx's, and `("$a" = "b")` is none.
    fn expect_gap(&self) -> Result<(), Fault> {
        match self.peek() {
            None | Some(b' ' | b'\t' | b'\r' | b'\n' | b';' | b'{' | b')') => Ok(()),
            Some(byte) => Err(self.fault(FaultKind::Unexpected(byte))),
        }
    }

    /// Blanks and comments.
    fn skip_blanks(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => {
                    self.take();
                }
                b'#' => {
                    while self.peek().is_some_and(|byte| byte != b'\n') {
                        self.take();
                    }
                }
                _ => return,
            }
        }
    }

    fn skip_lua(&mut self) -> Result<(), Fault> {
        let opened = self.line;
        let rest = &self.source[self.at..];
        let length = lua::block_length(rest);
        let skipped = &rest[..length.unwrap_or(rest.len())];
        self.line += line_ends(skipped);
        self.at += skipped.len();
        length.map(|_| ()).ok_or(Fault { line: opened, kind: FaultKind::UnexpectedEnd })
    }

    fn peek(&self) -> Option<u8> {
        self.source.get(self.at).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        self.line += usize::from(byte == b'\n');
        Some(byte)
    }

    fn fault(&self, kind: FaultKind) -> Fault {
        Fault { line: self.line, kind }
    }
}

/// Places and lines of a file: none is longer than [`FILE_LIMIT`](crate::host::FILE_LIMIT).
fn short(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
