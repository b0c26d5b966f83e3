use rustix::fs::Stat;

/// Whom a folder or a program may belong to.
///
/// With root's rights, only what nobody but root can change is walked through or run. Without them
/// (a tree of the user's own, a user namespace in which the real root does not exist) there is
/// nothing to be gained by planting links: everything is as good as the user himself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Trust {
    privileged: bool,
}

impl Trust {
    /// What this process may rely on.
    pub(crate) fn of_this_process() -> Self {
        let root = rustix::process::geteuid().is_root();
        let map = std::fs::read_to_string("/proc/self/uid_map").unwrap_or_default();
        Self { privileged: root && has_real_root(&map) }
    }

    /// Whether owners can be set, and must be right.
    pub(crate) fn is_privileged(self) -> bool {
        self.privileged
    }

    /// Whether nobody but root can change it.
    pub(crate) fn covers(self, stat: &Stat) -> bool {
        let others = stat.st_mode & 0o002 != 0;
        let group = stat.st_mode & 0o020 != 0 && stat.st_gid != 0;
        !self.privileged || (stat.st_uid == 0 && !others && !group)
    }

    /// Whether root made the link, whose mode says nothing.
    pub(crate) fn covers_link(self, stat: &Stat) -> bool {
        !self.privileged || stat.st_uid == 0
    }
}

/// Whether the user id 0 of the surrounding machine exists in here. A map that cannot be read is
/// that of a kernel without user namespaces.
fn has_real_root(map: &str) -> bool {
    let mut lines = map.lines().peekable();
    lines.peek().is_none()
        || lines.any(|line| line.split_whitespace().nth(1).is_some_and(|outside| outside == "0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_namespace_without_the_real_root_has_no_privilege() {
        assert!(has_real_root("         0          0 4294967295\n"));
        assert!(!has_real_root("         0       1000          1\n"));
        assert!(has_real_root(""));
    }
}
