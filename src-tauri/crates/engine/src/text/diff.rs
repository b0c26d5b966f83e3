use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use similar::algorithms::{Capture, Compact, Replace, myers};
use similar::{ChangeTag, DiffOp};

use super::line_ends;

/// Lines that are shown around a change.
const CONTEXT: usize = 3;

/// Bytes that are compared at once.
const STRIDE: usize = 64;

/// Bytes of a text that is worth being split.
const LONG: usize = 64 * 1024;

/// Bytes that are looked for to find lines that stand elsewhere.
const PROBE: usize = 256;

/// How often a text is split in two.
const DEEPEST: usize = 8;

/// A unified diff with three lines of context, for a person to read.
///
/// `None` for `before` is a file that is not there yet. Bytes that are not UTF-8 are shown as `�`:
/// the diff is read, never applied.
pub fn unified_diff(path: &str, before: Option<&[u8]>, after: Option<&[u8]>) -> String {
    let name =
        |side: &str, present: bool| if present { format!("{side}{path}") } else { "/dev/null".to_owned() };
    let (old, new) = (text(before), text(after));
    let mut shown = String::new();
    for part in Part::all(&old, &new) {
        for hunk in part.hunks() {
            if shown.is_empty() {
                shown = format!("--- {}\n+++ {}\n", name("a", before.is_some()), name("b", after.is_some()));
            }
            shown += &hunk;
        }
    }
    shown
}

fn text(bytes: Option<&[u8]>) -> Cow<'_, str> {
    let bytes = bytes.unwrap_or_default();
    // Nearly every file is text, which is seen in a fraction of the time.
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// Lines of two texts that are to be compared; of a file of megabytes a change is a few lines here and there, and looking
/// at all the others takes time and memory for each of them.
struct Part<'t> {
    old: &'t str,
    new: &'t str,
    /// How many lines of either text stand before it.
    before: (usize, usize),
}

impl<'t> Part<'t> {
    /// What differs, in order, with the lines around it.
    fn all(old: &'t str, new: &'t str) -> Vec<Self> {
        let mut parts = Vec::new();
        Self { old, new, before: (0, 0) }.trimmed().split(DEEPEST, &mut parts);
        parts
    }

    /// Without the lines that both begin and end with, but for the context.
    fn trimmed(self) -> Self {
        let start = same_beginning(self.old, self.new);
        // The line that differs begins after the last of these ends.
        let mut ends = self.old[..start].match_indices('\n').rev();
        let start = ends.nth(CONTEXT).map_or(0, |(end, _)| end + 1);
        let rest = self.from(start, start);
        let end = same_end(rest.old, rest.new);
        let mut ends = rest.old[rest.old.len() - end..].match_indices('\n');
        let tail = ends.nth(CONTEXT).map_or(0, |(at, _)| end - at - 1);
        Self { old: &rest.old[..rest.old.len() - tail], new: &rest.new[..rest.new.len() - tail], ..rest }
    }

    /// Adds what is before and what is behind many lines that are alike, each by itself; the whole where there are none.
    fn split(self, depth: usize, parts: &mut Vec<Self>) {
        let run = if depth > 0 && self.old.len() > LONG { self.run() } else { None };
        let Some((old, new)) = run else { return parts.push(self) };
        let before = Self { old: &self.old[..old.start], new: &self.new[..new.start], ..self };
        before.trimmed().split(depth - 1, parts);
        self.from(old.end, new.end).trimmed().split(depth - 1, parts);
    }

    /// Where lines in the middle of the one text stand in the other, as far as both go on alike; without the context of
    /// what differs before and behind them.
    fn run(&self) -> Option<(Range<usize>, Range<usize>)> {
        let middle = self.old[..self.old.floor_char_boundary(self.old.len() / 2)].rfind('\n')?;
        let probe = &self.old[middle..self.old.floor_char_boundary(middle + PROBE)];
        let found = self.new.find(probe)?;
        let before = same_end(&self.old[..middle], &self.new[..found]);
        let behind = same_beginning(&self.old[middle..], &self.new[found..]);
        let run = &self.old[middle - before..middle + behind];
        let (start, _) = run.match_indices('\n').nth(CONTEXT)?;
        let (end, _) = run.match_indices('\n').rev().nth(CONTEXT)?;
        let at = |begin: usize| begin + start + 1..begin + end + 1;
        (start < end).then(|| (at(middle - before), at(found - before)))
    }

    /// Each difference with the lines around it, in order. By one algorithm by name: whoever lets the library choose has all
    /// that it knows built in, half a megabyte in each program.
    fn hunks(&self) -> Vec<String> {
        let [old, new] = [self.old, self.new].map(|text| text.split_inclusive('\n').collect::<Vec<_>>());
        let mut hook = Compact::new(Replace::new(Capture::new()), &old, &new);
        let Ok(()) = myers::diff(&mut hook, &old, 0..old.len(), &new, 0..new.len());
        let groups = hook.into_inner().into_inner().into_grouped_ops(CONTEXT);
        groups.iter().map(|ops| self.hunk(ops, &old, &new)).collect()
    }

    fn hunk(&self, ops: &[DiffOp], old: &[&str], new: &[&str]) -> String {
        let before = lines(ops, DiffOp::old_range, self.before.0);
        let after = lines(ops, DiffOp::new_range, self.before.1);
        let mut hunk = format!("@@ -{before} +{after} @@\n");
        for change in ops.iter().flat_map(|op| op.iter_changes(old, new)) {
            let sign = match change.tag() {
                ChangeTag::Equal => ' ',
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            };
            let line = change.value();
            let end = if line.ends_with('\n') { "" } else { "\n\\ No newline at end of file\n" };
            let _ = write!(hunk, "{sign}{line}{end}");
        }
        hunk
    }

    /// The rest, from these bytes on.
    fn from(&self, old: usize, new: usize) -> Self {
        let lines = |text: &str| line_ends(text.as_bytes());
        let before = (self.before.0 + lines(&self.old[..old]), self.before.1 + lines(&self.new[..new]));
        Self { old: &self.old[old..], new: &self.new[new..], before }
    }
}

/// The lines of one side, as the head of a hunk has them.
fn lines(ops: &[DiffOp], side: fn(&DiffOp) -> Range<usize>, before: usize) -> String {
    let start = ops.first().map_or(0, |op| side(op).start) + before;
    match ops.last().map_or(0, |op| side(op).end) + before - start {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        count => format!("{},{count}", start + 1),
    }
}

/// How many bytes both begin with.
fn same_beginning(old: &str, new: &str) -> usize {
    let strides = old.as_bytes().chunks(STRIDE).zip(new.as_bytes().chunks(STRIDE));
    let same = alike(strides, |old, new| old.iter().zip(new).take_while(|(old, new)| old == new).count());
    old.floor_char_boundary(same)
}

/// How many bytes both end with.
fn same_end(old: &str, new: &str) -> usize {
    let strides = old.as_bytes().rchunks(STRIDE).zip(new.as_bytes().rchunks(STRIDE));
    let same = alike(strides, |old, new| {
        old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count()
    });
    old.len() - old.ceil_char_boundary(old.len() - same)
}

/// How many bytes are alike, from one end on; `within` counts those of a stride that is not alike as a whole.
fn alike<'t>(
    strides: impl Iterator<Item = (&'t [u8], &'t [u8])>,
    within: impl Fn(&[u8], &[u8]) -> usize,
) -> usize {
    let mut alike = 0;
    for (old, new) in strides {
        if old != new {
            return alike + within(old, new);
        }
        alike += old.len();
    }
    alike
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use similar::TextDiff;

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
            let [part] = &Part::all(&old, &new)[..] else { panic!("so short a text is one part") };
            let start: usize = old.split_inclusive('\n').take(part.before.0).map(str::len).sum();
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
    fn a_long_text_is_compared_in_parts_and_told_as_a_whole() {
        let old: String = (1..=40_000).map(|line| format!("line {line} of many\n")).collect();
        let new = old
            .replace("line 7 of many\n", "")
            .replace("line 11000 of", "a new line\nline 11000 of")
            .replace("line 11004 of", "line é of")
            .replace("line 25000 of many\n", "one\ntwo\n")
            + "the end";
        assert!(Part::all(&old, &new).len() > 2);
        let whole = TextDiff::from_lines(&old, &new).unified_diff().to_string();
        let told = unified_diff("/x", Some(old.as_bytes()), Some(new.as_bytes()));
        assert_eq!(told, format!("--- a/x\n+++ b/x\n{whole}"));
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
