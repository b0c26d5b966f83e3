//! Dropping root where there is but one user: the calls answer success and change nothing.

use std::collections::BTreeMap;
use std::io;

use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};

/// What servers call to become `www-data` and to give it their folders. A user namespace of a plain user has no
/// second user id, so the kernel refuses them all, and nginx, Apache and HAProxy would not start.
const DROPPING_ROOT: [libc::c_long; 9] = [
    libc::SYS_setgroups,
    libc::SYS_setuid,
    libc::SYS_setgid,
    libc::SYS_setreuid,
    libc::SYS_setregid,
    libc::SYS_setresuid,
    libc::SYS_setresgid,
    libc::SYS_fchown,
    libc::SYS_fchownat,
];

/// Older spellings, which newer processor families do not have.
#[cfg(target_arch = "x86_64")]
const DROPPING_ROOT_ONCE: [libc::c_long; 2] = [libc::SYS_chown, libc::SYS_lchown];
#[cfg(not(target_arch = "x86_64"))]
const DROPPING_ROOT_ONCE: [libc::c_long; 0] = [];

/// Installs the filter for this process and all that it starts.
pub(super) fn pretend_to_drop() -> io::Result<()> {
    let calls = DROPPING_ROOT.iter().chain(&DROPPING_ROOT_ONCE);
    let rules = calls.map(|call| (*call, Vec::new())).collect::<BTreeMap<_, _>>();
    let architecture = std::env::consts::ARCH.try_into().map_err(io::Error::other)?;
    let answer_success = SeccompAction::Errno(0);
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, answer_success, architecture)
        .map_err(io::Error::other)?;
    let program = BpfProgram::try_from(filter).map_err(io::Error::other)?;
    apply_filter(&program).map_err(io::Error::other)
}
