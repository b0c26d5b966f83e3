//! What is mounted where, from `/proc/self/mountinfo` (proc(5)).

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use rustix::mount::MountFlags;

/// File systems that hold a machine's own files. The others are views of the kernel, of containers or of other
/// machines.
const DISKS: [&str; 9] = ["bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "jfs", "xfs", "zfs"];

/// One mount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mount {
    pub(super) point: PathBuf,
    pub(super) file_system: String,
    /// How it is mounted here; a remount must repeat these, since a plain user may not take one away.
    pub(super) flags: MountFlags,
}

impl Mount {
    pub(super) fn is_on_disk(&self) -> bool {
        DISKS.contains(&self.file_system.as_str())
    }

    /// A mount that appears when somebody looks: looking at it can wait for another machine.
    pub(super) fn is_automatic(&self) -> bool {
        self.file_system == "autofs"
    }

    pub(super) fn is_below(&self, folder: &Path) -> bool {
        self.point != folder && self.point.starts_with(folder)
    }
}

/// Reads the file's text. Lines that are not understood are left out: the kernel writes none. Of several mounts at one
/// point only the last one, which hides the others, is there.
pub(super) fn parse(text: &[u8]) -> Vec<Mount> {
    let all = text.split(|byte| *byte == b'\n').filter_map(mount);
    all.map(|mount| (mount.point.clone(), mount)).collect::<BTreeMap<_, _>>().into_values().collect()
}

fn mount(line: &[u8]) -> Option<Mount> {
    let mut fields = line.split(|byte| *byte == b' ');
    let point = unescape(fields.nth(4)?);
    let options = std::str::from_utf8(fields.next()?).ok()?;
    // Optional fields end with a lone dash.
    fields.find(|field| *field == b"-")?;
    let file_system = String::from_utf8(fields.next()?.to_vec()).ok()?;
    Some(Mount { point: OsString::from_vec(point).into(), file_system, flags: flags(options) })
}

fn flags(options: &str) -> MountFlags {
    let named = options.split(',').fold(MountFlags::empty(), |flags, option| {
        flags
            | match option {
                "ro" => MountFlags::RDONLY,
                "nosuid" => MountFlags::NOSUID,
                "nodev" => MountFlags::NODEV,
                "noexec" => MountFlags::NOEXEC,
                "nosymfollow" => MountFlags::NOSYMFOLLOW,
                "noatime" => MountFlags::NOATIME,
                "nodiratime" => MountFlags::NODIRATIME,
                "relatime" => MountFlags::RELATIME,
                _ => MountFlags::empty(),
            }
    });
    // Strict access times have no name in the list: they are what neither of the other two is.
    if named.intersects(MountFlags::NOATIME | MountFlags::RELATIME) {
        named
    } else {
        named | MountFlags::STRICTATIME
    }
}

/// Blank, tab, newline and backslash are written as a backslash and three octal digits.
fn unescape(field: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((first, after)) = rest.split_first() {
        let octal = after.get(..3).filter(|_| *first == b'\\');
        let byte = octal.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok());
        plain.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[3..] } else { after };
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_visible_mounts_with_blanks_optional_fields_and_flags() {
        let text = b"22 1 8:1 / / rw,relatime shared:1 master:2 - ext4 /dev/sda1 rw\n\
            23 22 0:5 / /mnt/my\\040disk ro,nosuid,nodev - fuse.sshfs host:/ rw\n\
            24 22 0:6 / /misc rw,relatime - tmpfs tmpfs rw\n\
            25 24 0:7 / /misc rw,noatime - autofs /etc/auto.misc rw\n\
            not a mount\n";
        let mounts = parse(text);
        let expected = [
            ("/", "ext4", MountFlags::RELATIME),
            ("/misc", "autofs", MountFlags::NOATIME),
            (
                "/mnt/my disk",
                "fuse.sshfs",
                MountFlags::RDONLY | MountFlags::NOSUID | MountFlags::NODEV | MountFlags::STRICTATIME,
            ),
        ]
        .map(|(point, kind, flags)| Mount {
            point: point.into(),
            file_system: kind.to_owned(),
            flags,
        });
        assert_eq!(mounts, expected);
        assert!(mounts[0].is_on_disk() && !mounts[2].is_on_disk() && mounts[1].is_automatic());
        assert!(mounts[2].is_below(Path::new("/mnt")) && !mounts[2].is_below(Path::new("/mnt/my disk")));
    }
}
