//! Root's view: whatever servers may write to is shadowed by an overlay in memory.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};

use super::availability::Kind;
use super::error::{Failing, SetupError, SetupStep};
use super::mountinfo::Mount;
use super::overlay::{Held, Staging, bind, overlay};

/// Where servers keep what they read and write; a user's own site may log into his home.
const SHADOWED: [&str; 7] = ["/etc", "/home", "/opt", "/root", "/srv", "/usr", "/var"];

/// The places to shadow, parents before what is mounted below them.
pub(super) struct Shadow {
    places: Vec<Place>,
}

struct Place {
    path: PathBuf,
    machine: Held,
    /// Otherwise the machine's own is shown again, read-only: a file, or a file system that is not a disk's.
    overlaid: bool,
}

impl Shadow {
    pub(super) fn open(mounts: &[Mount]) -> Result<Self, SetupError> {
        let folders = SHADOWED.map(Path::new).into_iter().filter(|path| is_folder(path));
        let mut places = Vec::new();
        for folder in folders {
            let machine = Held::open(folder).failing(SetupStep::Mounts, folder)?;
            places.push(Place { path: folder.into(), machine, overlaid: true });
            places.extend(mounts.iter().filter(|mount| mount.is_below(folder)).filter_map(mounted));
        }
        Ok(Self { places })
    }

    pub(super) fn lay(&self, layers: &[Held], staging: &Staging) -> Result<(), SetupError> {
        self.places.iter().try_for_each(|place| place.lay(layers, staging))
    }
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// An overlay hides what is mounted below it, so each such mount gets its own place. `None` for what even root cannot
/// look into, such as another user's FUSE mount.
fn mounted(mount: &Mount) -> Option<Place> {
    if mount.is_automatic() {
        return None;
    }
    let machine = Held::open(&mount.point).ok()?;
    let overlaid = mount.is_on_disk() && is_folder(&mount.point);
    Some(Place { path: mount.point.clone(), machine, overlaid })
}

impl Place {
    fn lay(&self, layers: &[Held], staging: &Staging) -> Result<(), SetupError> {
        let machine = self.machine.path();
        if !self.overlaid {
            return bind(&machine, &self.path);
        }
        let inside = self.path.strip_prefix("/").unwrap_or(&self.path);
        let mut lowers: Vec<PathBuf> =
            layers.iter().map(|layer| layer.path().join(inside)).filter(|path| path.is_dir()).collect();
        lowers.push(machine.clone());
        // An overlay's top folder has the owner and mode of its upper folder.
        let upper = staging.folder()?;
        let original = fs::metadata(&machine).failing(SetupStep::Overlay, &self.path)?;
        chown(&upper, Some(original.uid()), Some(original.gid())).failing(SetupStep::Overlay, &self.path)?;
        fs::set_permissions(&upper, original.permissions()).failing(SetupStep::Overlay, &self.path)?;
        overlay(&self.path, &lowers, Some((&upper, staging)), Kind::Root)
    }
}
