//! What of a step stands already, and what it was planned on.

use super::{Precondition, Step};
use crate::facts::{HostFacts, KeyFit};
use crate::host::EntryKind;
use crate::names::AbsPath;
use crate::text::digest;

/// Whether the machine is as the step would leave it.
pub(super) fn is_met(step: &Step, facts: &HostFacts) -> bool {
    match step {
        Step::MakeFolder { path, .. } => facts
            .entry(path)
            .is_some_and(|entry| matches!(entry.kind, EntryKind::Folder | EntryKind::Link(_))),
        Step::WriteFile { path, content, .. } => facts.content(path) == Some(content.as_bytes()),
        Step::Link { path, target } => facts
            .entry(path)
            .is_some_and(|entry| matches!(&entry.kind, EntryKind::Link(to) if to == target.as_path())),
        Step::Remove { path } => facts.entry(path).is_none(),
        Step::CombinePem { path, cert, key } => {
            let combined = facts.certificate(path, path);
            let source = facts.certificate(cert, key);
            matches!((combined, source), (Ok(combined), Ok(source))
                if combined.fingerprint == source.fingerprint && combined.key_fit == KeyFit::Fits)
        }
        Step::Enable(enable) => enable.links.iter().all(|(link, _)| facts.entry(link).is_some()),
        Step::IssueCertificate { .. }
        | Step::Permit(_)
        | Step::CheckConfig { .. }
        | Step::Reload { .. }
        | Step::Observe { .. }
        | Step::RestartJellyfin { .. } => false,
    }
}

/// What the step was planned on, as far as that can change until it is carried out.
pub(super) fn preconditions(step: &Step, facts: &HostFacts) -> Vec<Precondition> {
    let paths = match step {
        Step::WriteFile { path, .. } | Step::Link { path, .. } | Step::Remove { path } => vec![path.clone()],
        Step::Permit(permit) => permit.shown_by(),
        Step::MakeFolder { .. }
        | Step::CombinePem { .. }
        | Step::IssueCertificate { .. }
        | Step::Enable(_)
        | Step::CheckConfig { .. }
        | Step::Reload { .. }
        | Step::Observe { .. }
        | Step::RestartJellyfin { .. } => Vec::new(),
    };
    paths.iter().map(|path| as_seen(path, facts)).collect()
}

fn as_seen(path: &AbsPath, facts: &HostFacts) -> Precondition {
    let path = path.clone();
    match (facts.content(&path), facts.entry(&path).map(|entry| &entry.kind)) {
        (Some(bytes), _) => Precondition::FileIs { digest: digest(bytes), path },
        (None, Some(EntryKind::Link(target))) => Precondition::LinkIs { target: target.clone(), path },
        (None, _) => Precondition::Absent { path },
    }
}
