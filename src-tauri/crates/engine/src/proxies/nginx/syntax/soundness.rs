//! What holds for any bytes at all, whoever makes them up: tests and the fuzzer.

use std::ops::Range;

use super::{Body, Document};
use crate::text::line_ends;

/// The file put together again from its words, in order: what lies between them must be blanks, comments,
/// quotes and the signs of the language, or something was passed over. A program counts as a word.
pub(super) fn print(document: &Document) -> Vec<u8> {
    let source = document.source();
    let mut printed = Vec::new();
    for (number, directive) in document.directives.iter().enumerate() {
        let words = directive.first_word as usize..(directive.first_word + directive.words) as usize;
        for word in &document.words[words] {
            let (start, end) = (word.start as usize, word.end as usize);
            printed.extend(between(&source[printed.len()..start]));
            printed.extend(&source[start..end]);
        }
        if document.body(number) == Body::Lua {
            printed.extend(&source[printed.len()..document.span(number).end]);
        }
    }
    printed.extend(between(&source[printed.len()..]));
    printed
}

fn between(gap: &[u8]) -> &[u8] {
    let mut in_comment = false;
    for byte in gap {
        in_comment = *byte != b'\n' && (in_comment || *byte == b'#');
        assert!(in_comment || b" \t\r\n;{}\"'".contains(byte), "{}", gap.escape_ascii());
    }
    gap
}

/// The file is read to an end, and no byte of it is lost.
///
/// # Panics
/// When that is not so.
pub(in super::super) fn assert_sound(source: &[u8]) {
    let parsed = Document::read(source.to_vec().into());
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let (mut end, mut at, mut line) = (0, 0, 1);
    for directive in 0..parsed.len() {
        let span = parsed.span(directive);
        assert!(span.start < span.end && span.end <= source.len());
        while blocks.last().is_some_and(|block| block.end <= span.start) {
            blocks.pop();
        }
        // Inside the block that is open, and after whatever was before.
        assert!(blocks.last().is_none_or(|block| block.end >= span.end) && end <= span.start);
        if parsed.body(directive) == Body::Block {
            blocks.push(span);
        } else {
            end = span.end;
        }
        assert!(parsed.after(directive) > directive && parsed.after(directive) <= parsed.len());
        line += line_ends(&source[at..parsed.span(directive).start]);
        at = parsed.span(directive).start;
        assert_eq!(parsed.line(directive), line);
    }
    if parsed.fault.is_none() {
        assert_eq!(print(&parsed), source);
        // What the server reads of a file does not depend on what follows it.
        let more = Document::read([source, b"\nand_more;"].concat().into());
        assert_eq!((more.fault.as_ref(), more.len()), (None, parsed.len() + 1));
    }
}
