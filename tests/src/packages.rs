use std::path::PathBuf;

use crate::command::program;

/// Set by `cargo xtask package --test` and `cargo xtask test`.
const FOLDER: &str = "JELLYFIN_PROXY_PACKAGES";

/// The only file below the folder of the packages that are to be tried whose name has this end.
///
/// # Panics
/// When it was not made, or more than one.
pub fn package(end: &str) -> PathBuf {
    let files = walkdir::WalkDir::new(packages()).into_iter().flatten().map(walkdir::DirEntry::into_path);
    let mut found: Vec<PathBuf> = files.filter(|path| path.to_string_lossy().ends_with(end)).collect();
    assert!(found.len() == 1, "one *{end} is to be tried, run `cargo xtask package --test`: {found:?}");
    found.remove(0)
}

/// The folder with the packages that are to be tried.
pub(crate) fn packages() -> PathBuf {
    std::env::var_os(FOLDER).map_or_else(|| program("package"), PathBuf::from)
}
