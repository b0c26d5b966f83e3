//! The list of known failures names tests that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use engine::proxies::ProxyKind;
use tests::Case;

const LIST: &str = include_str!("../../docs/known-failures.md");

/// A case that knows the names of all the others.
pub(crate) fn case(others: &[Case]) -> Case {
    let names: BTreeSet<String> = others.iter().map(|case| case.name().to_owned()).collect();
    Case::new("known_failures::each_has_a_test", move || {
        let missing: Vec<String> = named().into_iter().filter(|name| !exists(name, &names)).collect();
        assert!(missing.is_empty(), "docs/known-failures.md names tests that are not there: {missing:#?}");
        for number in 1..=16 {
            let bug = format!("seed_bugs::s{number:02}_");
            assert!(LIST.contains(&bug), "{bug} has no row");
        }
    })
}

/// What stands in the last column of each row, with PROXY spelled out.
fn named() -> Vec<String> {
    let rows = LIST.lines().filter(|line| line.starts_with('|') && line.contains('`'));
    let tests = rows.flat_map(|row| {
        let column = row.trim_end_matches('|').rsplit('|').next().unwrap_or_default();
        column.split('`').skip(1).step_by(2)
    });
    tests.flat_map(spelled_out).collect()
}

fn spelled_out(name: &str) -> Vec<String> {
    if !name.contains("PROXY") {
        return vec![name.to_owned()];
    }
    ProxyKind::words().into_iter().map(|proxy| name.replace("PROXY", proxy)).collect()
}

fn exists(name: &str, cases: &BTreeSet<String>) -> bool {
    match name.split_once(".rs::") {
        // What is played on several releases has each one's name at its end.
        None => cases.iter().any(|case| case == name || case.starts_with(&format!("{name}_on_"))),
        Some((file, function)) => {
            let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
            let source = project.join(format!("src-tauri/crates/{file}.rs"));
            let source = fs::read_to_string(source).unwrap_or_default();
            source.contains(&format!("fn {function}()"))
        }
    }
}
