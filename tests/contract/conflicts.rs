//! `docs/conflicts.md` shows what is really said, for everything that can be in the way.

use std::collections::BTreeMap;

use engine::plan::ConflictKind;
use libtest_mimic::Trial;
use tests::PlainUser;

use crate::host_tree::HostTree;
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

/// Every kind has its part of the page; and those that a proxy finds have a machine on which it is found,
/// so that the page can show it.
fn each_kind_has_a_machine() {
    let said = said();
    for kind in ConflictKind::ALL {
        assert!(boxes().contains_key(kind.code()), "docs/conflicts.md has no part for {}", kind.code());
        let is_found = sources::of_proxies_say(&["ConflictKind", ":", ":", &format!("{kind:?}")]);
        let has_machine = said.iter().any(|(code, _)| code == kind.code());
        assert!(has_machine || !is_found, "no machine of tests/fixtures/hosts shows {kind:?}");
    }
}

fn the_page_shows_what_is_said() {
    let shown = boxes();
    let said = said();
    for (code, text) in &said {
        let has = shown.get(code.as_str()).is_some_and(|boxes| boxes.iter().any(|shown| shown == text));
        assert!(has, "docs/conflicts.md, {code}, lacks this box:\n```text\n{text}```");
    }
    for (code, text) in shown.iter().flat_map(|(code, boxes)| boxes.iter().map(move |text| (code, text))) {
        let is_said = said.iter().any(|(own, words)| own == code && words == text);
        assert!(is_said, "docs/conflicts.md, {code}, shows what nothing says:\n{text}");
    }
}

/// What the terminal shows of each machine on which something is in the way, with its code.
fn said() -> Vec<(String, String)> {
    let codes: Vec<&str> = ConflictKind::ALL.into_iter().map(ConflictKind::code).chain(OTHERS).collect();
    let texts = HostTree::all().into_iter().filter_map(|tree| {
        let user = PlainUser::new();
        let ended = tree.copy_for(&user).product_for_site(&["plan"]);
        (ended.code() == 3).then_some(ended.stdout)
    });
    let with_code = texts.filter_map(|text| {
        let code = text.trim_end().rsplit_once('[')?.1.strip_suffix(']')?.to_owned();
        codes.contains(&code.as_str()).then_some((code, text))
    });
    with_code.collect()
}

/// The boxes of the page, by the code in the headline above them.
fn boxes() -> BTreeMap<&'static str, Vec<String>> {
    let parts = PAGE.split("\n## ").skip(1);
    parts
        .map(|part| {
            let headline = part.lines().next().unwrap_or_default();
            let code = headline.split('`').nth(1).unwrap_or_else(|| panic!("{headline} names no code"));
            let boxes = part.split("```text\n").skip(1);
            (code, boxes.filter_map(|text| Some(text.split_once("```")?.0.to_owned())).collect())
        })
        .collect()
}
