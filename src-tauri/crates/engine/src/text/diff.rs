use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use similar::{DiffOp, TextDiff};

/// Lines that are shown around a change.
const CONTEXT: usize = 3;

/// A unified diff with three lines of context, for a person to read.
///
/// `None` for `before` is a file that is not there yet. Bytes that are not UTF-8 are shown as `�`:
/// the diff is read, never applied.
pub fn unified_diff(path: &str, before: Option<&[u8]>, after: Option<&[u8]>) -> String {
    let name =
        |side: &str, present: bool| if present { format!("{side}{path}") } else { "/dev/null".to_owned() };
    let (old, new) = (text(before), text(after));
    let part = Part::of(&old, &new);
    let diff = TextDiff::from_lines(part.old, part.new);
    let mut shown = String::new();
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        if shown.is_empty() {
            shown = format!("--- {}\n+++ {}\n", name("a", before.is_some()), name("b", after.is_some()));
        }
        let (old, new) =
            (part.lines(hunk.ops(), DiffOp::old_range), part.lines(hunk.ops(), DiffOp::new_range));
        let hunk = hunk.to_string();
        let lines = hunk.split_once('\n').map_or("", |(_, lines)| lines);
        let _ = write!(shown, "@@ -{old} +{new} @@\n{lines}");
    }
    shown
}

fn text(bytes: Option<&[u8]>) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes.unwrap_or_default())
}

/// What is left of two texts without the lines that they begin and end with alike, but for the context: of a file of
/// megabytes a change is a few lines, and looking at all the others takes memory for each of them.
struct Part<'t> {
    old: &'t str,
    new: &'t str,
    /// How many lines are left out before it.
    skipped: usize,
}

impl<'t> Part<'t> {
    fn of(old: &'t str, new: &'t str) -> Self {
        let alike = old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count();
        // The line that differs begins after the last of these ends.
        let mut ends = old.bytes().enumerate().take(alike).rev().filter(|(_, byte)| *byte == b'\n');
        let start = ends.nth(CONTEXT).map_or(0, |(end, _)| end + 1);
        let skipped = old.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count();
        let (old, new) = (&old[start..], &new[start..]);
        let alike = old.bytes().rev().zip(new.bytes().rev()).take_while(|(old, new)| old == new).count();
        let mut ends = old.bytes().enumerate().skip(old.len() - alike).filter(|(_, byte)| *byte == b'\n');
        let tail = ends.nth(CONTEXT).map_or(0, |(end, _)| old.len() - end - 1);
        Self { old: &old[..old.len() - tail], new: &new[..new.len() - tail], skipped }
    }

    /// The lines of one side, as the head of a hunk has them.
    fn lines(&self, ops: &[DiffOp], side: fn(&DiffOp) -> Range<usize>) -> String {
        let start = ops.first().map_or(0, |op| side(op).start) + self.skipped;
        match ops.last().map_or(0, |op| side(op).end) + self.skipped - start {
            0 => format!("{start},0"),
            1 => format!("{}", start + 1),
            count => format!("{},{count}", start + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_new_file_comes_from_nothing() {
        assert_eq!(unified_diff("/x", None, Some(b"a\n")), "--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n");
    }

    proptest! {
        /// Few different lines, so that there are many ways to be alike.
        #[test]
        fn nothing_that_differs_is_left_out(
            old in "(a\n|b\n|c\n|é\n){0,12}(a|b)?",
            new in "(a\n|b\n|c\n|é\n){0,12}(a|b)?",
            around in 0usize..9,
        ) {
            let around = "same\n".repeat(around);
            let (old, new) = (format!("{around}{old}{around}"), format!("{around}{new}{around}"));
            let part = Part::of(&old, &new);
            let start: usize = old.split_inclusive('\n').take(part.skipped).map(str::len).sum();
            prop_assert_eq!(&old[..start], &new[..start]);
            prop_assert_eq!(&old[start + part.old.len()..], &new[start + part.new.len()..]);
            prop_assert!(old[start..].starts_with(part.old) && new[start..].starts_with(part.new));
            let diff = |old: &str, new: &str| TextDiff::from_lines(old, new).unified_diff().to_string();
            let short = unified_diff("/x", Some(old.as_bytes()), Some(new.as_bytes()));
            prop_assert_eq!(short.is_empty(), old == new);
            // The two files' names stand above.
            let changes = |diff: &str, names| diff.lines().skip(names).filter(|line| line.starts_with(['+', '-'])).count();
            prop_assert_eq!(changes(&short, 2), changes(&diff(&old, &new), 0));
        }
    }

    #[test]
    fn lines_are_counted_from_the_files_beginning() {
        let old: String = (1..=100).map(|line| format!("{line}\n")).collect();
        let new = old.replace("\n50\n", "\nx\n");
        assert_eq!(
            unified_diff("/x", Some(old.as_bytes()), Some(new.as_bytes())),
            "--- a/x\n+++ b/x\n@@ -47,7 +47,7 @@\n 47\n 48\n 49\n-50\n+x\n 51\n 52\n 53\n"
        );
    }
}
