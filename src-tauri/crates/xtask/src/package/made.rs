use std::path::PathBuf;

use anyhow::{Context, Result};

use super::profile::Profile;
use super::tree::Tree;
use super::{deb, rpm};

/// The packages, made.
pub(super) struct Made {
    /// The folder that both lie in, or below.
    pub(super) folder: PathBuf,
    pub(super) deb: PathBuf,
}

impl Made {
    /// Makes both, and says where they are.
    pub(super) fn with(profile: Profile) -> Result<Self> {
        let folder = profile.packages();
        if folder.exists() {
            // Those of an earlier version would be taken for this one's.
            std::fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
        }
        let tree = Tree::lay_out(&folder, profile)?;
        let deb = deb::build(&tree, &folder, profile)?;
        for package in [&deb, &rpm::build(&tree, &folder, profile)?] {
            let size = std::fs::metadata(package).with_context(|| package.display().to_string())?.len();
            println!("{} ({:.1} MB)", package.display(), megabytes(size));
        }
        println!("Installed: {:.1} MB, without WebKitGTK", megabytes(tree.size()?));
        Ok(Self { folder, deb })
    }
}

fn megabytes(bytes: u64) -> f64 {
    // Far below what a float holds exactly.
    bytes as f64 / 1e6
}
