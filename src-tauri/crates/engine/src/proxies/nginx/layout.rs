//! Where packages put their files, for what the binary does not tell: it is not run in a tree, and knows
//! nothing of a web root.

use crate::facts::Evidence;
use crate::host::EntryKind;
use crate::names::AbsPath;

/// A package's places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// The program.
    pub(super) program: &'static str,
    /// The main configuration file.
    pub(super) config: &'static str,
    /// The folder of its logs.
    pub(super) logs: &'static str,
}

/// Every Linux distribution has them where Debian has; then FreeBSD, Homebrew on both kinds of Mac, and a
/// build of nginx's own sources.
const LAYOUTS: [Layout; 5] = [
    Layout { program: "/usr/sbin/nginx", config: "/etc/nginx/nginx.conf", logs: "/var/log/nginx" },
    Layout {
        program: "/usr/local/sbin/nginx",
        config: "/usr/local/etc/nginx/nginx.conf",
        logs: "/var/log/nginx",
    },
    Layout {
        program: "/opt/homebrew/bin/nginx",
        config: "/opt/homebrew/etc/nginx/nginx.conf",
        logs: "/opt/homebrew/var/log/nginx",
    },
    Layout {
        program: "/usr/local/bin/nginx",
        config: "/usr/local/etc/nginx/nginx.conf",
        logs: "/usr/local/var/log/nginx",
    },
    Layout {
        program: "/usr/local/nginx/sbin/nginx",
        config: "/usr/local/nginx/conf/nginx.conf",
        logs: "/usr/local/nginx/logs",
    },
];

/// Where a default site's files lie: on Debian, in nginx's own packages and those of Fedora and Arch, on
/// Alpine and Gentoo, on openSUSE, on FreeBSD, and with Homebrew.
const WEB_ROOTS: [&str; 7] = [
    "/var/www/html",
    "/usr/share/nginx/html",
    "/var/www/localhost/htdocs",
    "/srv/www/htdocs",
    "/usr/local/www/nginx",
    "/opt/homebrew/var/www",
    "/usr/local/var/www",
];

impl Layout {
    /// The one that lies in a tree; of two with the same configuration the one whose program is there.
    pub(super) fn find(evidence: &mut Evidence<'_>) -> Option<Self> {
        let mut lies = |path: &str| evidence.look(&known(path)).is_some();
        let there: Vec<Self> = LAYOUTS.into_iter().filter(|layout| lies(layout.config)).collect();
        let with_program = there.iter().find(|layout| lies(layout.program));
        with_program.or(there.first()).copied()
    }

    /// The one that an installation without a word on its places has.
    pub(super) fn of(program: &AbsPath, config: &AbsPath) -> Self {
        let same = |layout: &&Self| layout.config == config.as_str();
        let exact = LAYOUTS.iter().find(|layout| same(layout) && layout.program == program.as_str());
        *exact.or_else(|| LAYOUTS.iter().find(same)).unwrap_or(&LAYOUTS[0])
    }
}

/// The folder of the default site.
pub(super) fn web_root(evidence: &mut Evidence<'_>) -> AbsPath {
    for root in WEB_ROOTS.map(known) {
        evidence.look(&root.parent());
        let found = evidence.look(&root).map(|file| &file.entry.kind);
        if matches!(found, Some(EntryKind::Folder | EntryKind::Link(_))) {
            return root;
        }
    }
    known(WEB_ROOTS[0])
}

/// A path of the tables above.
pub(super) fn known(path: &str) -> AbsPath {
    path.parse().expect("a literal plain path")
}
