//! What holds for any bytes at all, whoever makes them up: tests and the fuzzer.

use std::ops::Range;

use super::{Document, Item, Lines};

/// The file is read to an end, no byte of it is lost, and what is in a section lies within it.
///
/// # Panics
/// When that is not so.
pub(in crate::proxies::apache) fn assert_sound(source: &[u8]) {
    let printed: Vec<u8> = Lines::of(source).flat_map(|line| source[line.span].to_vec()).collect();
    assert_eq!(printed, source);
    assert_in_order(&Document::parse(source).items, &(0..source.len()));
}

fn assert_in_order(items: &[Item], within: &Range<usize>) {
    let mut last = within.start;
    for item in items {
        let span = item.span();
        assert!(
            last <= span.start && span.start < span.end && span.end <= within.end,
            "{item:?} in {within:?}"
        );
        last = span.end;
        if let Item::Section(section) = item {
            assert_in_order(&section.items, span);
        }
    }
}
