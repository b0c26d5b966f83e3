//! The product's other programs, found from this one.

use std::path::PathBuf;

/// A program of this product is not where it was installed or built.
#[derive(Debug, thiserror::Error)]
#[error("{program} is missing beside {}: install the package again", own.display())]
pub struct ProgramMissing {
    program: String,
    own: PathBuf,
}

/// The command line's program, which lies beside every other.
///
/// # Errors
/// When it is not there.
pub fn command_line() -> Result<PathBuf, ProgramMissing> {
    find(&["jellyfin-proxy"])
}

/// The real path of the first of these places, seen from this program's folder.
pub(crate) fn find(places: &[&str]) -> Result<PathBuf, ProgramMissing> {
    let own = std::env::current_exe().unwrap_or_default();
    let folder = own.parent().map(PathBuf::from).unwrap_or_default();
    let there = places.iter().map(|place| folder.join(place)).filter(|place| place.is_file());
    let missing = || ProgramMissing { program: places.first().copied().unwrap_or_default().to_owned(), own };
    there.into_iter().find_map(|place| place.canonicalize().ok()).ok_or_else(missing)
}
