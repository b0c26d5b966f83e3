use super::line::{Lines, LogicalLine};
use super::section::{Directive, Item, Kind, Raw, Section, is_raw};

/// Sections inside each other: no server is configured deeper, and a tree that deep could exhaust the
/// stack of whoever walks it.
const DEEPEST: usize = 60;

/// Lines that are more than a comment or blank: no server has a file of so many, and what is kept of
/// each would fill the memory.
const MOST_LINES: usize = 600_000;

/// A file as a tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::proxies::apache) struct Document {
    /// What it holds, in order.
    pub(in crate::proxies::apache) items: Vec<Item>,
    /// What cannot be right: the server would refuse the file, too.
    pub(in crate::proxies::apache) faults: Vec<Fault>,
}

/// Something in a file that the server refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::apache) struct Fault {
    /// Its line, counted from 1.
    pub(in crate::proxies::apache) line: usize,
    /// What is the matter.
    pub(in crate::proxies::apache) message: String,
}

/// A section whose end has not come yet.
struct Open {
    name: String,
    argument: String,
    line: LogicalLine,
    items: Vec<Item>,
}

/// A section of plain lines whose end has not come yet.
struct OpenRaw {
    name: String,
    argument: String,
    line: LogicalLine,
    body: Vec<LogicalLine>,
    /// Sections of the same name in it that are not ended yet.
    inner: usize,
}

impl Document {
    /// Reads a file's bytes.
    pub(in crate::proxies::apache) fn parse(source: &[u8]) -> Self {
        Self::of_lines(Lines::of(source))
    }

    /// Reads lines that are joined already.
    pub(in crate::proxies::apache) fn of_lines(lines: impl IntoIterator<Item = LogicalLine>) -> Self {
        let mut builder = Builder::default();
        for line in lines {
            builder.end = builder.end.max(line.span.end);
            if builder.taken > MOST_LINES {
                builder.fault(line.number, "the file has more lines than are read here");
                break;
            }
            builder.take(line);
        }
        builder.finish()
    }
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    raw: Option<OpenRaw>,
    /// Sections that are open and too deep to be kept.
    too_deep: usize,
    taken: usize,
    end: usize,
    document: Document,
}

impl Builder {
    fn take(&mut self, line: LogicalLine) {
        let kind = Kind::of(&line.text);
        self.taken += usize::from(!matches!(kind, Kind::Blank));
        if self.raw.is_some() {
            return self.take_raw(&kind, line);
        }
        if line.text.contains('\0') {
            self.fault(line.number, "a byte of value 0 ends the line for the server");
        }
        match kind {
            Kind::Open { .. } if self.open.len() >= DEEPEST => {
                if self.too_deep == 0 {
                    self.fault(line.number, "sections are nested too deeply to be read");
                }
                self.too_deep += 1;
            }
            Kind::Close { .. } if self.too_deep > 0 => self.too_deep -= 1,
            _ if self.too_deep > 0 => {}
            Kind::Blank => {}
            Kind::Comment => self.push(Item::Comment(line)),
            Kind::Directive { name } => self.push(Item::Directive(Directive { name, line })),
            Kind::Open { name, argument } if is_raw(&name) => {
                self.raw = Some(OpenRaw { name, argument, line, body: Vec::new(), inner: 0 });
            }
            Kind::Open { name, argument } => self.open.push(Open { name, argument, line, items: Vec::new() }),
            Kind::Close { name } => self.close(&name, &line),
            Kind::Unfinished(what) => self.fault(line.number, what),
        }
    }

    fn take_raw(&mut self, kind: &Kind, line: LogicalLine) {
        let Some(raw) = &mut self.raw else { return };
        match kind {
            Kind::Close { name } if *name == raw.name && raw.inner == 0 => {
                return self.end_raw(line.span.end);
            }
            Kind::Close { name } if *name == raw.name => raw.inner -= 1,
            Kind::Open { name, .. } if *name == raw.name => raw.inner += 1,
            _ => {}
        }
        raw.body.push(line);
    }

    fn end_raw(&mut self, end: usize) {
        let Some(OpenRaw { name, argument, line, body, .. }) = self.raw.take() else { return };
        self.push(Item::Raw(Raw { name, argument, line: line.number, span: line.span.start..end, body }));
    }

    fn close(&mut self, name: &str, line: &LogicalLine) {
        match self.open.pop() {
            Some(open) if open.name == name => self.end(open, line.span.end),
            Some(open) => {
                let message = format!("</{name}> stands where <{}> would have to end", open.name);
                self.fault(line.number, &message);
                self.open.push(open);
            }
            None => self.fault(line.number, &format!("</{name}> ends a section that was not begun")),
        }
    }

    fn end(&mut self, open: Open, end: usize) {
        let Open { name, argument, line, items } = open;
        let span = line.span.start..end;
        let section = Section { name, argument, line: line.number, last: line.last, span, items };
        self.push(Item::Section(section));
    }

    fn finish(mut self) -> Document {
        let end = self.end;
        if let Some(raw) = &self.raw {
            let (line, message) = (raw.line.number, format!("<{}> is never ended", raw.name));
            self.fault(line, &message);
            self.end_raw(end);
        }
        while let Some(open) = self.open.pop() {
            self.fault(open.line.number, &format!("<{}> is never ended", open.name));
            self.end(open, end);
        }
        self.document
    }

    fn push(&mut self, item: Item) {
        self.open.last_mut().map_or(&mut self.document.items, |open| &mut open.items).push(item);
    }

    fn fault(&mut self, line: usize, message: &str) {
        // One more of them says nothing that those before it do not.
        if self.document.faults.len() < 100 {
            self.document.faults.push(Fault { line, message: message.to_owned() });
        }
    }
}
