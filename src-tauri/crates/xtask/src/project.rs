//! The checkout, and cargo in it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The variable by which tests and the bench learn where the servers are unpacked.
pub(crate) const SERVERS: &str = "JELLYFIN_PROXY_SERVERS";
/// The variable by which the lab learns which releases it is to try, divided by spaces. Their servers lie beside those
/// of this machine's release.
pub(crate) const RELEASES: &str = "JELLYFIN_PROXY_RELEASES";

/// The variable by which tests learn where the packages are that they try.
pub(crate) const PACKAGES: &str = "JELLYFIN_PROXY_PACKAGES";

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(3).expect("this crate lies three folders below the workspace").to_owned()
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// The cargo that started this program, in the workspace.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    cargo
}
