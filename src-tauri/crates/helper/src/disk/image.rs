use std::collections::BTreeMap;

use engine::facts::Content;
use engine::names::AbsPath;
use engine::text::digest;
use rustix::fs::{FileType, Stat};
use serde::{Deserialize, Serialize};

/// What lies at a path, in as much as two looks at it can be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", deny_unknown_fields)]
pub(crate) enum Trace {
    /// Nothing.
    Absent {},
    /// A regular file.
    File {
        mode: u32,
        uid: u32,
        gid: u32,
        /// SHA-256 of its bytes.
        digest: String,
    },
    /// A symbolic link.
    Link { target: Content, uid: u32, gid: u32 },
    /// A folder.
    Folder { mode: u32, uid: u32, gid: u32 },
}

/// Everything that is needed to put back what lay at a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Image {
    pub(crate) trace: Trace,
    /// A file's bytes.
    pub(crate) content: Option<Content>,
    /// When it was last changed.
    pub(crate) changed: Option<Moment>,
    /// Extended attributes: SELinux label, access list, the user's own.
    pub(crate) labels: BTreeMap<String, Content>,
}

/// A file's time: seconds since 1970, and nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Moment(pub(crate) i64, pub(crate) u32);

impl Image {
    /// Nothing lay there.
    pub(crate) fn absent() -> Self {
        Self { trace: Trace::Absent {}, content: None, changed: None, labels: BTreeMap::new() }
    }

    pub(super) fn of_file(stat: &Stat, bytes: Vec<u8>, labels: BTreeMap<String, Content>) -> Self {
        let (mode, uid, gid) = (stat.st_mode & 0o7777, stat.st_uid, stat.st_gid);
        Self {
            trace: Trace::File { mode, uid, gid, digest: digest(&bytes) },
            content: Some(bytes.into()),
            changed: Some(Moment::of(stat)),
            labels,
        }
    }

    pub(super) fn of_link(stat: &Stat, target: Vec<u8>) -> Self {
        Self {
            trace: Trace::Link { target: target.into(), uid: stat.st_uid, gid: stat.st_gid },
            content: None,
            changed: Some(Moment::of(stat)),
            labels: BTreeMap::new(),
        }
    }

    pub(super) fn of_folder(stat: &Stat) -> Self {
        let (mode, uid, gid) = (stat.st_mode & 0o7777, stat.st_uid, stat.st_gid);
        Self { trace: Trace::Folder { mode, uid, gid }, ..Self::absent() }
    }
}

impl Trace {
    /// Whether both are the same thing. Owners count only where they can be set; a folder is a
    /// folder, whatever was done to its rights since.
    pub(crate) fn is_same(&self, other: &Self, owners_count: bool) -> bool {
        let owner = |a: (&u32, &u32), b: (&u32, &u32)| !owners_count || a == b;
        match (self, other) {
            (Self::Absent {}, Self::Absent {}) | (Self::Folder { .. }, Self::Folder { .. }) => true,
            (
                Self::File { mode, uid, gid, digest },
                Self::File { mode: mode2, uid: uid2, gid: gid2, digest: digest2 },
            ) => mode == mode2 && digest == digest2 && owner((uid, gid), (uid2, gid2)),
            (Self::Link { target, uid, gid }, Self::Link { target: target2, uid: uid2, gid: gid2 }) => {
                target == target2 && owner((uid, gid), (uid2, gid2))
            }
            (Self::Absent {} | Self::File { .. } | Self::Link { .. } | Self::Folder { .. }, _) => false,
        }
    }
}

impl Moment {
    fn of(stat: &Stat) -> Self {
        Self(stat.st_mtime, u32::try_from(stat.st_mtime_nsec).unwrap_or(0))
    }
}

/// The kinds of file that are looked at.
pub(super) enum Kind {
    File,
    Folder,
    Link,
    Other,
}

impl Kind {
    pub(super) fn of(stat: &Stat) -> Self {
        match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => Self::File,
            FileType::Directory => Self::Folder,
            FileType::Symlink => Self::Link,
            FileType::Fifo
            | FileType::Socket
            | FileType::CharacterDevice
            | FileType::BlockDevice
            | FileType::Unknown => Self::Other,
        }
    }
}

/// The name under which a file is prepared beside its place. It begins with a dot, since nginx loads
/// every other name in `sites-enabled` (observed on 1.18 to 1.30), and follows from the place, so
/// that what a crash left behind is found again.
pub(crate) fn prepared_name(path: &AbsPath) -> String {
    format!(".jellyfin-proxy-{}", &digest(path.as_str().as_bytes())[..16])
}
