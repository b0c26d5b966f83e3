//! The machine as the sandbox shows it: shadows, empty folders, kept folders, and the rest read-only.

use std::fs;
use std::path::Path;

use rustix::io::Errno;
use rustix::mount::{MountFlags, MountPropagationFlags, mount, mount_change, mount_remount};

use super::accounts;
use super::availability::Kind;
use super::borrowed::Borrowed;
use super::error::{Failing, SetupError, SetupStep};
use super::kept::Kept;
use super::mountinfo::{self, Mount};
use super::order::Order;
use super::overlay::{Held, Staging, memory};
use super::shadow::Shadow;
use super::tree;

/// Gives this process and its children their own view. Sources are opened first, since each later step hides some.
pub(super) fn lay_over(order: &Order, kind: Kind) -> Result<(), SetupError> {
    mount_change("/", MountPropagationFlags::PRIVATE | MountPropagationFlags::REC)
        .failing(SetupStep::Mounts, "/")?;
    let table = "/proc/self/mountinfo";
    let mounts = mountinfo::parse(&fs::read(table).failing(SetupStep::Mounts, table)?);
    let layers = order.layers.iter().map(|path| held(path)).collect::<Result<Vec<_>, _>>()?;
    let kept = order.keep.iter().map(|path| Kept::detach(path)).collect::<Result<Vec<_>, _>>()?;
    let run = held(Path::new("/run"))?;
    let etc = held(Path::new("/etc"))?;
    let view = match kind {
        Kind::Root => View::Shadow(Shadow::open(&mounts)?),
        Kind::UserNamespace => View::Borrowed(Borrowed::open(&mounts)?),
    };

    mount("proc", "/proc", "proc", MountFlags::NOSUID | MountFlags::NODEV | MountFlags::NOEXEC, None)
        .failing(SetupStep::Proc, "/proc")?;
    mounts.iter().try_for_each(seal)?;
    let staging = Staging::mount()?;
    match &view {
        View::Shadow(shadow) => shadow.lay(&layers, &staging)?,
        View::Borrowed(borrowed) => borrowed.lay(&layers, &staging)?,
    }
    accounts::merge(&etc, &layers)?;
    staging.leave()?;

    memory("/tmp", c"mode=1777")?;
    memory("/run", c"mode=0755")?;
    if Path::new("/dev/shm").is_dir() {
        memory("/dev/shm", c"mode=1777")?;
    }
    tree::run_folders(&run.path(), Path::new("/run")).failing(SetupStep::Copy, "/run")?;
    for layer in &layers {
        tree::copy(&layer.path().join("run"), Path::new("/run")).failing(SetupStep::Copy, "/run")?;
    }
    kept.iter().try_for_each(|kept| kept.show_folder(Path::new("/")))
}

enum View {
    Shadow(Shadow),
    Borrowed(Borrowed),
}

fn held(path: &Path) -> Result<Held, SetupError> {
    Held::open(path).failing(SetupStep::Mounts, path)
}

fn seal(mount: &Mount) -> Result<(), SetupError> {
    if mount.flags.contains(MountFlags::RDONLY) || mount.is_automatic() || mount.point.starts_with("/proc") {
        return Ok(());
    }
    let flags = MountFlags::BIND | MountFlags::RDONLY | mount.flags;
    match mount_remount(&mount.point, flags, c"") {
        // Covered by another mount, or behind a folder that this user may not enter: nobody inside reaches it.
        Err(Errno::NOENT | Errno::INVAL | Errno::ACCESS | Errno::NOTDIR) => Ok(()),
        answer => answer.failing(SetupStep::ReadOnly, &mount.point),
    }
}
