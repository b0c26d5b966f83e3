//! Another machine's root in the place of this one's: an overlay in memory over it, with what a kernel and an init
//! would have put there.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use rustix::mount::{MountFlags, MountPropagationFlags, UnmountFlags, mount, mount_change, unmount};
use rustix::process::{chdir, pivot_root};

use super::availability::Kind;
use super::error::{Failing, SetupError, SetupStep};
use super::kept::Kept;
use super::order::Order;
use super::overlay::{Held, Staging, memory, overlay};

/// All of the machine's devices that are shown: those that have nothing to do with hardware.
const DEVICES: [&str; 6] = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty"];

const LINKS: [(&str, &str); 5] = [
    ("dev/ptmx", "pts/ptmx"),
    ("dev/fd", "/proc/self/fd"),
    ("dev/stdin", "/proc/self/fd/0"),
    ("dev/stdout", "/proc/self/fd/1"),
    ("dev/stderr", "/proc/self/fd/2"),
];

/// Makes it the root of this process and its children, of whom none sees the machine's own files any more.
pub(super) fn move_into(order: &Order, root: &Path, kind: Kind) -> Result<(), SetupError> {
    mount_change("/", MountPropagationFlags::PRIVATE | MountPropagationFlags::REC)
        .failing(SetupStep::Mounts, "/")?;
    let lower = Held::open(root).failing(SetupStep::Mounts, root)?;
    let kept = order.keep.iter().map(|path| Kept::detach(path)).collect::<Result<Vec<_>, _>>()?;
    let devices = DEVICES.map(|path| Kept::detach(Path::new(path)));
    let staging = Staging::mount()?;
    let (upper, place) = (staging.folder()?, staging.folder()?);
    overlay(&place, &[lower.path()], Some((&upper, &staging)), kind)?;

    kernel_folders(&place)?;
    for device in devices {
        device?.show_file(&place)?;
    }
    for (link, target) in LINKS {
        symlink(target, place.join(link)).failing(SetupStep::Mounts, link)?;
    }
    kept.iter().try_for_each(|kept| kept.show_folder(&place))?;

    // The machine's root goes below the new one, and is taken away from there with all that is mounted on it. Not by
    // chroot: a process that is in one may make no user namespaces.
    chdir(&place).failing(SetupStep::Root, root)?;
    pivot_root(".", ".").failing(SetupStep::Root, root)?;
    unmount(".", UnmountFlags::DETACH).failing(SetupStep::Root, root)?;
    chdir("/").failing(SetupStep::Root, "/")
}

fn kernel_folders(root: &Path) -> Result<(), SetupError> {
    let safe = MountFlags::NOSUID | MountFlags::NODEV | MountFlags::NOEXEC;
    mount("proc", root.join("proc"), "proc", safe, None).failing(SetupStep::Proc, "/proc")?;
    mount("sysfs", root.join("sys"), "sysfs", safe | MountFlags::RDONLY, None)
        .failing(SetupStep::Mounts, "/sys")?;
    for (folder, mode) in [("dev", c"mode=0755"), ("tmp", c"mode=1777"), ("run", c"mode=0755")] {
        memory(root.join(folder), mode)?;
    }
    for folder in ["dev/shm", "dev/pts"] {
        fs::create_dir(root.join(folder)).failing(SetupStep::Mounts, folder)?;
    }
    memory(root.join("dev/shm"), c"mode=1777")?;
    let flags = MountFlags::NOSUID | MountFlags::NOEXEC;
    let own = c"newinstance,ptmxmode=0666,mode=0620,gid=5";
    mount("devpts", root.join("dev/pts"), "devpts", flags, own).failing(SetupStep::Mounts, "/dev/pts")
}
