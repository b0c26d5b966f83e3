//! `docs/codes.md` lists every word that the product says in brackets, and no other.

use std::collections::BTreeSet;

use engine::verdict::Code;
use libtest_mimic::Trial;

use crate::{sources, trial};

const LIST: &str = include_str!("../../docs/codes.md");

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("codes::each_has_a_row", each_has_a_row),
        trial("codes::each_row_is_said_by_something", each_row_is_said_by_something),
        trial("codes::checks_are_listed_in_their_own_words", checks_are_listed_in_their_own_words),
    ]
}

fn each_has_a_row() {
    let listed: BTreeSet<&str> = listed().collect();
    let missing: Vec<String> = sources::codes()
        .into_iter()
        .filter(|(code, _)| !listed.contains(code.as_str()))
        .map(|(code, file)| format!("{code} ({})", file.display()))
        .collect();
    assert!(missing.is_empty(), "docs/codes.md has no row for: {missing:#?}");
}

fn each_row_is_said_by_something() {
    let said = sources::codes();
    let checks: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    let left: Vec<&str> = listed().filter(|row| !said.contains_key(*row) && !checks.contains(row)).collect();
    assert!(left.is_empty(), "docs/codes.md lists what nothing says: {left:?}");
}

fn checks_are_listed_in_their_own_words() {
    for code in Code::ALL {
        let status = format!("{:?}", code.status()).to_lowercase();
        let row = format!("| `{code}` | {status} | {} | {} |", code.meaning(), code.next_step());
        assert!(LIST.lines().any(|line| line == row), "docs/codes.md lacks this row:\n{row}");
    }
}

/// The words in the first column of each row.
fn listed() -> impl Iterator<Item = &'static str> {
    let rows = LIST.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.flat_map(|row| {
        let column = row.split(" |").next().unwrap_or_default();
        column.split('`').step_by(2)
    })
}
