use std::fs;
use std::path::Path;

use ts_rs::{Config, TS};
use wizard::Intent;
use wizard::view::View;

/// What the page is written against. `WRITE_TYPES=1` writes it anew.
const GENERATED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../ui/src/generated/wizard.ts");

#[test]
fn the_page_knows_the_types_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config::default().with_out_dir(folder.path());
    View::export_all(&config).unwrap();
    Intent::export_all(&config).unwrap();
    let made = fs::read_to_string(folder.path().join("wizard.ts")).unwrap();
    if std::env::var_os("WRITE_TYPES").is_some() {
        fs::write(GENERATED, &made).unwrap();
    }
    let present = fs::read_to_string(Path::new(GENERATED)).unwrap_or_default();
    assert!(made == present, "write the types anew: WRITE_TYPES=1 cargo test -p wizard");
}
