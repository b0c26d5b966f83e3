use super::line::{LogicalLine, logical_lines};
use super::section::{Directive, Item, Kind, Section};

/// Sections inside each other: no server is configured deeper, and a tree that deep could exhaust the
/// stack of whoever walks it.
const DEEPEST: usize = 60;

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

impl Document {
    /// Reads a file's bytes.
    pub(in crate::proxies::apache) fn parse(source: &[u8]) -> Self {
        let mut builder = Builder::default();
        for line in logical_lines(source) {
            builder.take(line);
        }
        builder.finish(source.len())
    }
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    document: Document,
}

impl Builder {
    fn take(&mut self, line: LogicalLine) {
        if line.text.contains('\0') {
            self.fault(line.number, "a byte of value 0 ends the line for the server");
        }
        match Kind::of(&line.text) {
            Kind::Blank => {}
            Kind::Comment => self.push(Item::Comment(line)),
            Kind::Directive { name } => self.push(Item::Directive(Directive { name, line })),
            Kind::Open { .. } if self.open.len() >= DEEPEST => {
                self.fault(line.number, "sections are nested too deeply to be read");
            }
            Kind::Open { name, argument } => self.open.push(Open { name, argument, line, items: Vec::new() }),
            Kind::Close { name } => self.close(&name, &line),
            Kind::Unfinished(what) => self.fault(line.number, what),
        }
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
        self.push(Item::Section(Section { name, argument, line: line.number, span, items }));
    }

    fn finish(mut self, length: usize) -> Document {
        while let Some(open) = self.open.pop() {
            self.fault(open.line.number, &format!("<{}> is never ended", open.name));
            self.end(open, length);
        }
        self.document
    }

    fn push(&mut self, item: Item) {
        self.open.last_mut().map_or(&mut self.document.items, |open| &mut open.items).push(item);
    }

    fn fault(&mut self, line: usize, message: &str) {
        self.document.faults.push(Fault { line, message: message.to_owned() });
    }
}
