use engine::lint::{FIREWALLS, MANAGED};
use engine::names::AbsPath;

/// Where journal, receipts and the lock are kept.
pub(crate) const STATE_FOLDER: &str = "/var/lib/jellyfin-proxy";

/// How far a path may lead, and by which links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The servers', this product's and firewalls' own configuration: root's folders, and links among them only.
    Managed,
    /// Jellyfin's network.xml: its folders are Jellyfin's, so only links that root made are followed.
    Jellyfin,
    /// The journal: root's folders, wherever root has put them.
    State,
    /// A program that is run: every folder, link and the file itself must be root's.
    Program,
}

impl Reach {
    /// The reach of a path that is changed.
    pub(crate) fn of(path: &AbsPath) -> Self {
        if path.as_path().starts_with(STATE_FOLDER) {
            Self::State
        } else if path.file_name() == "network.xml" {
            Self::Jellyfin
        } else {
            Self::Managed
        }
    }

    /// Whether such a path may end there, once its links are followed.
    pub(super) fn allows(self, path: &AbsPath) -> bool {
        match self {
            // A page or a folder of shared data is made below /usr/share; nothing there is replaced.
            Self::Managed => MANAGED
                .iter()
                .chain(&FIREWALLS)
                .chain(&["/usr/share"])
                .any(|folder| path.as_path().starts_with(folder)),
            Self::Jellyfin => path.file_name() == "network.xml",
            Self::State | Self::Program => true,
        }
    }

    /// Whether folders of somebody else's may be walked through.
    pub(super) fn crosses_foreign_folders(self) -> bool {
        match self {
            Self::Jellyfin => true,
            Self::Managed | Self::State | Self::Program => false,
        }
    }
}
