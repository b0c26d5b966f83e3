//! Rules that every plan obeys, checked by code that did not make the plan.

use crate::names::AbsPath;
use crate::plan::{Observation, Permission, Permit, Plan, Step};

/// A rule that a plan breaks. Any of these is a mistake of this program, never of the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    /// A place outside the folders that may be changed.
    #[error("{0} lies outside the folders that may be changed")]
    Outside(AbsPath),
    /// A file written twice: undo would restore the wrong one.
    #[error("{0} is written twice")]
    Twice(AbsPath),
    /// A private key in the plan's own content.
    #[error("{0} would carry a private key through the plan")]
    KeyInPlan(AbsPath),
    /// A reload that no check of the server's own goes before.
    #[error("a reload without a check before it")]
    UncheckedReload,
    /// Configuration that changes after the reload would become effective unseen.
    #[error("{0} changes after the reload")]
    AfterReload(AbsPath),
    /// Something is changed on a running machine, and nobody looks whether it works.
    #[error("nobody looks at the result")]
    Unobserved,
    /// Jellyfin is touched before the proxy was seen to work.
    #[error("Jellyfin is touched before the proxy was seen to work")]
    JellyfinFirst,
    /// A port is opened to visitors before the site was seen to answer.
    #[error("ports are opened before the site was seen to answer")]
    OpenedEarly,
}

/// The folders that may be changed. Jellyfin's own is added by the plan's network.xml only.
pub const MANAGED: [&str; 14] = [
    "/etc/nginx",
    "/etc/apache2",
    "/etc/httpd",
    "/etc/haproxy",
    // What openSUSE's and Gentoo's scripts start Apache with.
    "/etc/sysconfig/apache2",
    "/etc/conf.d/apache2",
    "/etc/jellyfin-proxy",
    "/usr/local/etc",
    "/usr/local/nginx",
    "/usr/local/openresty/nginx",
    "/opt/homebrew/etc",
    "/var/lib/apache2",
    "/var/www",
    "/srv",
];

/// The folders in which firewalls keep their rules: their own tools change them, and an undo puts them back.
pub const FIREWALLS: [&str; 2] = ["/etc/ufw", "/etc/firewalld/zones"];

/// Every rule that the plan breaks; nothing for a sound one.
pub fn lint(plan: &Plan) -> Vec<Unsound> {
    let mut broken = Vec::new();
    for (index, step) in plan.steps.iter().enumerate() {
        broken.extend(place(step));
        broken.extend(content(step));
        broken.extend(order(&plan.steps, index));
    }
    broken
}

fn place(step: &Step) -> Option<Unsound> {
    if let Step::Permit(permit) = step {
        let kept = |path: &&AbsPath| FIREWALLS.iter().any(|folder| path.as_path().starts_with(folder));
        return permit.files.iter().find(|path| !kept(path)).cloned().map(Unsound::Outside);
    }
    let path = step.path()?;
    let managed = MANAGED.iter().any(|folder| path.as_path().starts_with(folder));
    let shared = matches!(step, Step::MakeFolder { .. }) && path.as_path().starts_with("/usr/share");
    (!managed && !shared && !is_network_xml(step)).then(|| Unsound::Outside(path.clone()))
}

fn content(step: &Step) -> Option<Unsound> {
    match step {
        Step::WriteFile { path, content, .. } => {
            let key = b"PRIVATE KEY-----";
            let found = content.as_bytes().windows(key.len()).any(|window| window == key);
            found.then(|| Unsound::KeyInPlan(path.clone()))
        }
        _ => None,
    }
}

fn order(steps: &[Step], index: usize) -> Vec<Unsound> {
    let (before, after) = (&steps[..index], &steps[index + 1..]);
    let mut broken = Vec::new();
    let step = &steps[index];
    let reloads = |step: &Step| matches!(step, Step::Reload { .. });
    let healthy = |later: &Step| matches!(later, Step::Observe { what: Observation::Healthy });
    if let (Some(path), false) = (step.path(), matches!(step, Step::MakeFolder { .. })) {
        if after.iter().any(|later| later.path() == Some(path)) {
            broken.push(Unsound::Twice(path.clone()));
        }
        if before.iter().any(reloads) && !is_network_xml(step) {
            broken.push(Unsound::AfterReload(path.clone()));
        }
        if steps.iter().any(reloads) && !after.iter().any(healthy) {
            broken.push(Unsound::Unobserved);
        }
    }
    if reloads(step) && !before.iter().any(|earlier| matches!(earlier, Step::CheckConfig { .. })) {
        broken.push(Unsound::UncheckedReload);
    }
    let opens = matches!(step, Step::Permit(Permit { what: Permission::Ports { .. }, .. }));
    if matches!(step, Step::Permit(_)) && !after.iter().any(healthy) {
        broken.push(Unsound::Unobserved);
    }
    let answered = |earlier: &Step| matches!(earlier, Step::Observe { what: Observation::SiteAnswers });
    let touches_jellyfin = is_network_xml(step) || matches!(step, Step::RestartJellyfin { .. });
    if touches_jellyfin && steps.iter().any(reloads) && !before.iter().any(answered) {
        broken.push(Unsound::JellyfinFirst);
    }
    if opens && steps.iter().any(reloads) && !before.iter().any(answered) {
        broken.push(Unsound::OpenedEarly);
    }
    broken
}

fn is_network_xml(step: &Step) -> bool {
    matches!(step, Step::WriteFile { path, .. } if path.file_name() == "network.xml")
}
