//! `docs/conflicts.md` shows what is really said, for everything that can be in the way.

use std::path::Path;

use engine::plan::ConflictKind;
use libtest_mimic::Trial;
use tests::{HostTree, PlainUser};

use crate::host_tree::copy_for;
use crate::{sources, trial};

const PAGE: &str = include_str!("../../docs/conflicts.md");

/// What is said of a machine as it is, beside the conflicts proper.
const OTHERS: [&str; 2] = ["name_taken", "port_in_use"];

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("conflicts::each_kind_has_a_machine", each_kind_has_a_machine),
        trial("conflicts::the_page_shows_what_is_said", the_page_shows_what_is_said),
    ]
}

/// Every kind has its part of the page; and those that are found have a machine on which it is found,
/// so that the page can show it.
fn each_kind_has_a_machine() {
    let said = said();
    let parts: Vec<&str> = PAGE.split("\n## ").skip(1).map(code_of).collect();
    for code in codes() {
        assert!(parts.contains(&code), "docs/conflicts.md has no part for {code}");
    }
    for kind in ConflictKind::ALL {
        let is_found = sources::say(&["ConflictKind", ":", ":", &format!("{kind:?}")]);
        let has_machine = said.iter().any(|(code, _)| code == kind.code());
        assert!(has_machine || !is_found, "no machine of tests/fixtures/hosts shows {kind:?}");
    }
}

/// With `INSTA_UPDATE=always` the page is written anew, as the other goldens are.
fn the_page_shows_what_is_said() {
    let right = with_boxes(&said());
    if std::env::var("INSTA_UPDATE").is_ok_and(|how| how == "always") {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/conflicts.md"), right).unwrap();
    } else {
        assert_eq!(PAGE, right, "INSTA_UPDATE=always writes docs/conflicts.md anew");
    }
}

/// The page with a box for each machine, after what a part of it says itself.
fn with_boxes(said: &[(String, String)]) -> String {
    let mut parts = PAGE.split("\n## ");
    let mut page = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let prose = part.split("```text").next().unwrap_or_default();
        page += &format!("\n## {}\n", prose.trim_end());
        for (_, text) in said.iter().filter(|(code, _)| *code == code_of(part)) {
            page += &format!("\n```text\n{text}```\n");
        }
    }
    page
}

/// The code in a part's headline.
fn code_of(part: &str) -> &str {
    let headline = part.lines().next().unwrap_or_default();
    headline.split('`').nth(1).unwrap_or_else(|| panic!("{headline} names no code"))
}

/// What the terminal shows of each machine on which something is in the way, with its code.
fn said() -> Vec<(String, String)> {
    let codes = codes();
    let texts = HostTree::all().into_iter().filter_map(|tree| {
        let user = PlainUser::new();
        let ended = copy_for(&tree, &user).product_for_site(&["plan"]);
        (ended.code() == 3).then_some(ended.stdout)
    });
    let with_code = texts.filter_map(|text| {
        let code = text.trim_end().rsplit_once('[')?.1.strip_suffix(']')?.to_owned();
        codes.contains(&code.as_str()).then_some((code, text))
    });
    with_code.collect()
}

/// What the page is about.
fn codes() -> Vec<&'static str> {
    ConflictKind::ALL.into_iter().map(ConflictKind::code).chain(OTHERS).collect()
}
