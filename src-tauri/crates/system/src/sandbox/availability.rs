//! Whether a sandbox can be had here, found out by really setting one up; if not, why.

use std::fs;
use std::io;
use std::process::{Command, Stdio};

use rustix::io::Errno;
use serde::{Deserialize, Serialize};

use super::error::{SandboxError, SetupError, SetupStep, errno};

/// How the sandbox is had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// As root, with the machine's own user ids.
    Root,
    /// As a plain user, or as a root that may not mount: root inside, with one user id.
    UserNamespace,
}

/// Why no sandbox can be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no sandbox can be had here: {} ({observed})", .reason.sentence())]
pub struct Unavailable {
    /// The cause.
    pub reason: Reason,
    /// The step that failed and what the machine answered.
    pub observed: String,
}

/// Causes that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// `kernel.unprivileged_userns_clone` is 0.
    UserNamespacesDisabled,
    /// `user.max_user_namespaces` is 0, or all of them are in use.
    UserNamespacesExhausted,
    /// `kernel.apparmor_restrict_unprivileged_userns` is 1, as on Ubuntu from 24.04.
    AppArmor,
    /// The machine, mostly a container, lets nobody make namespaces or mount.
    Forbidden,
    /// The kernel has no overlay file system, or none for plain users (they have it from 5.11).
    OverlayUnsupported,
    /// The kernel is older than 5.3.
    KernelTooOld,
    /// A layer or kept folder cannot be used.
    FolderUnusable,
    /// This program did not answer when it was started as a stage: it does not call [`super::stage`] first, or its
    /// file cannot be run.
    NoAnswer,
    /// A step failed for a reason that is not among the others.
    SetupFailed,
}

impl Reason {
    /// Stable name of this reason.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::UserNamespacesDisabled => "sandbox_user_namespaces_disabled",
            Self::UserNamespacesExhausted => "sandbox_user_namespaces_exhausted",
            Self::AppArmor => "sandbox_apparmor",
            Self::Forbidden => "sandbox_forbidden",
            Self::OverlayUnsupported => "sandbox_overlay_unsupported",
            Self::KernelTooOld => "sandbox_kernel_too_old",
            Self::FolderUnusable => "sandbox_folder_unusable",
            Self::NoAnswer => "sandbox_no_answer",
            Self::SetupFailed => "sandbox_setup_failed",
        }
    }

    /// What it means.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::UserNamespacesDisabled => "plain users may not make user namespaces",
            Self::UserNamespacesExhausted => "no more user namespaces may be made",
            Self::AppArmor => "AppArmor keeps plain users' namespaces from mounting anything",
            Self::Forbidden => "this machine or container allows no namespaces or mounts",
            Self::OverlayUnsupported => "the kernel offers no overlay file system to this user",
            Self::KernelTooOld => "the kernel is older than Linux 5.3",
            Self::FolderUnusable => "a folder that it should show cannot be used",
            Self::NoAnswer => "the program that should set it up did not answer",
            Self::SetupFailed => "a step of setting it up failed",
        }
    }

    /// What the user can do about it.
    #[must_use]
    pub fn next_step(self) -> &'static str {
        match self {
            Self::UserNamespacesDisabled => {
                "Run it as root, or set kernel.unprivileged_userns_clone=1 with sysctl."
            }
            Self::UserNamespacesExhausted => "Run it as root, or raise user.max_user_namespaces with sysctl.",
            Self::AppArmor => {
                "Run it as root, or set kernel.apparmor_restrict_unprivileged_userns=0 with sysctl."
            }
            Self::Forbidden => {
                "Run it outside of the container, or give the container the right to mount (CAP_SYS_ADMIN)."
            }
            Self::OverlayUnsupported => {
                "Run it as root, or on Linux 5.11 or newer with the overlay module loaded."
            }
            Self::KernelTooOld => "Run it on Linux 5.3 or newer.",
            Self::FolderUnusable => "Name a folder that exists and that you may read.",
            Self::NoAnswer => "Report what was observed.",
            Self::SetupFailed => "Report what was observed.",
        }
    }
}

/// What a stage that was told to rehearse only writes to stdout.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Ready(Kind),
    Failed { step: SetupStep, errno: Option<i32>, text: String },
}

pub(super) fn report(outcome: Result<Kind, &SetupError>) {
    let answer = match outcome {
        Ok(kind) => Answer::Ready(kind),
        Err(error) => Answer::Failed {
            step: error.step,
            errno: errno(&error.source).map(Errno::raw_os_error),
            text: error.to_string(),
        },
    };
    println!("{}", serde_json::to_string(&answer).expect("names and numbers always serialize"));
}

pub(super) fn find_out(command: Result<Command, SandboxError>) -> Result<Kind, Unavailable> {
    let mut command = command
        .map_err(|error| Unavailable { reason: Reason::FolderUnusable, observed: error.to_string() })?;
    let no_answer = |observed| Unavailable { reason: Reason::NoAnswer, observed };
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .map_err(|error: io::Error| no_answer(error.to_string()))?;
    match serde_json::from_slice(&output.stdout) {
        Ok(Answer::Ready(kind)) => Ok(kind),
        Ok(Answer::Failed { step, errno, text }) => {
            let reason = classify(step, errno.map(Errno::from_raw_os_error), Restrictions::read());
            Err(Unavailable { reason, observed: text })
        }
        Err(_) => Err(no_answer(String::from_utf8_lossy(&output.stderr).trim().to_owned())),
    }
}

/// The kernel's settings that keep plain users from namespaces; absent ones do not restrict.
#[derive(Debug, Clone, Copy, Default)]
struct Restrictions {
    disabled: bool,
    none_allowed: bool,
    apparmor: bool,
}

impl Restrictions {
    fn read() -> Self {
        let is = |setting: &str, value: &str| {
            fs::read_to_string(format!("/proc/sys/{setting}")).is_ok_and(|text| text.trim() == value)
        };
        Self {
            disabled: is("kernel/unprivileged_userns_clone", "0"),
            none_allowed: is("user/max_user_namespaces", "0"),
            apparmor: is("kernel/apparmor_restrict_unprivileged_userns", "1"),
        }
    }
}

fn classify(step: SetupStep, errno: Option<Errno>, restrictions: Restrictions) -> Reason {
    let refused = matches!(errno, Some(Errno::PERM | Errno::ACCESS));
    match errno {
        Some(Errno::NOSYS) => Reason::KernelTooOld,
        Some(Errno::NOSPC | Errno::USERS) if step == SetupStep::Unshare => Reason::UserNamespacesExhausted,
        _ if refused && step == SetupStep::Unshare && restrictions.none_allowed => {
            Reason::UserNamespacesExhausted
        }
        _ if refused && step == SetupStep::Unshare && restrictions.disabled => Reason::UserNamespacesDisabled,
        _ if refused && restrictions.apparmor => Reason::AppArmor,
        Some(Errno::NODEV | Errno::INVAL | Errno::PERM) if step == SetupStep::Overlay => {
            Reason::OverlayUnsupported
        }
        _ if refused => Reason::Forbidden,
        _ => Reason::SetupFailed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cause_is_told_from_the_others() {
        let free = Restrictions::default();
        let disabled = Restrictions { disabled: true, ..free };
        let apparmor = Restrictions { apparmor: true, ..free };
        for (step, errno, restrictions, reason) in [
            (SetupStep::Unshare, Errno::PERM, disabled, Reason::UserNamespacesDisabled),
            (SetupStep::Unshare, Errno::NOSPC, free, Reason::UserNamespacesExhausted),
            (SetupStep::Unshare, Errno::PERM, free, Reason::Forbidden),
            (SetupStep::MapUser, Errno::ACCESS, apparmor, Reason::AppArmor),
            (SetupStep::Mounts, Errno::ACCESS, apparmor, Reason::AppArmor),
            (SetupStep::Proc, Errno::PERM, free, Reason::Forbidden),
            (SetupStep::Overlay, Errno::NODEV, free, Reason::OverlayUnsupported),
            (SetupStep::Overlay, Errno::PERM, free, Reason::OverlayUnsupported),
            (SetupStep::Lifeline, Errno::NOSYS, free, Reason::KernelTooOld),
            (SetupStep::Keep, Errno::NOTDIR, free, Reason::SetupFailed),
        ] {
            assert_eq!(classify(step, Some(errno), restrictions), reason, "{step:?} {errno:?}");
        }
    }
}
