use super::fault::{Fault, FaultKind};
use super::{Body, Directive, Parsed, lua};

/// nginx itself has no limit; this one keeps a hostile file from exhausting the stack.
pub(super) const DEPTH_LIMIT: usize = 64;

/// Reads as nginx's own tokenizer does, which differs from what one would guess in three places: a
/// word that began unquoted may hold quotes, `#` and `}`; `${` never opens a block; and after a
/// closing quote only a blank, `;`, `{` or `)` may follow.
pub(super) struct Reader<'s> {
    source: &'s [u8],
    at: usize,
    line: usize,
}

/// Words up to what ended them.
struct Statement {
    words: Vec<Vec<u8>>,
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
        Self { source, at: 0, line: 1 }
    }

    pub(super) fn read_file(mut self) -> Parsed {
        let mut directives = Vec::new();
        let fault = self.read_block(&mut directives, 0).err();
        Parsed { directives, fault }
    }

    /// Directives up to the end of the file (depth 0) or the `}` that closes the block.
    fn read_block(&mut self, into: &mut Vec<Directive>, depth: usize) -> Result<(), Fault> {
        let opened = self.line;
        loop {
            let statement = self.read_statement()?;
            match statement.ending {
                Ending::File if depth == 0 => return Ok(()),
                Ending::File => return Err(Fault { line: opened, kind: FaultKind::UnexpectedEnd }),
                Ending::Close if depth == 0 => return Err(self.fault(FaultKind::Unexpected(b'}'))),
                Ending::Close => return Ok(()),
                Ending::Semicolon | Ending::Open => self.read_body(statement, into, depth)?,
            }
        }
    }

    fn read_body(
        &mut self,
        statement: Statement,
        into: &mut Vec<Directive>,
        depth: usize,
    ) -> Result<(), Fault> {
        let Statement { mut words, start, line, ending } = statement;
        let name = words.remove(0);
        let mut inside = Vec::new();
        let (body, outcome) = if ending == Ending::Semicolon {
            (Body::Semicolon, Ok(()))
        } else if name.ends_with(b"_by_lua_block") {
            (Body::Lua, self.skip_lua())
        } else if depth == DEPTH_LIMIT {
            (Body::Block(inside), Err(self.fault(FaultKind::TooDeep)))
        } else {
            let outcome = self.read_block(&mut inside, depth + 1);
            (Body::Block(inside), outcome)
        };
        into.push(Directive { name, args: words, body, line, span: start..self.at });
        outcome
    }

    fn read_statement(&mut self) -> Result<Statement, Fault> {
        self.skip_blanks();
        let (start, line) = (self.at, self.line);
        let mut words = Vec::new();
        let ending = loop {
            self.skip_blanks();
            let ending = match self.peek() {
                None if words.is_empty() => break Ending::File,
                None => return Err(Fault { line, kind: FaultKind::UnexpectedEnd }),
                Some(b';') if !words.is_empty() => Ending::Semicolon,
                Some(b'{') if !words.is_empty() => Ending::Open,
                Some(b'}') if words.is_empty() => Ending::Close,
                Some(byte @ (b';' | b'{' | b'}')) => return Err(self.fault(FaultKind::Unexpected(byte))),
                Some(_) => {
                    words.push(self.read_word()?);
                    continue;
                }
            };
            self.at += 1;
            break ending;
        };
        Ok(Statement { words, start, line, ending })
    }

    fn read_word(&mut self) -> Result<Vec<u8>, Fault> {
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
        let word = unescape(&self.source[start..self.at]);
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
        self.line += skipped.iter().filter(|byte| **byte == b'\n').count();
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

/// Resolves `\"`, `\'`, `\\`, `\t`, `\r` and `\n`; before anything else a backslash stays, which
/// regular expressions rely on.
fn unescape(raw: &[u8]) -> Vec<u8> {
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
    word
}
