use engine::host::Host;
use engine::names::AbsPath;
use engine::plan::{Plan, Step};

use crate::{FolderHost, certificate_for};

/// The machine after a plan was carried out.
///
/// # Panics
/// When a step is about more than files.
#[must_use]
pub fn applied(mut host: FolderHost, plan: &Plan) -> FolderHost {
    for step in &plan.steps {
        host = match step {
            Step::MakeFolder { path, .. } => host.folder(path.as_str()),
            Step::WriteFile { path, content, .. } => host.file(path.as_str(), content.as_bytes()),
            Step::Link { path, target } => host.link(path.as_str(), target.as_str()),
            Step::Remove { path } => host.without(path.as_str()),
            Step::CombinePem { path, cert, key } => {
                let read = |file: &AbsPath| host.read(file).expect("the plan was made with it there");
                let combined = [read(cert), read(key)].concat();
                host.file(path.as_str(), combined)
            }
            Step::Enable(enable) => enable
                .links
                .iter()
                .fold(host, |host, (link, target)| host.link(link.as_str(), target.as_str())),
            Step::IssueCertificate { domain, cert, key, .. } => {
                let made = certificate_for(&[domain.as_str()], 2026..2029);
                host.file(cert.as_str(), made.chain()).file(key.as_str(), made.key)
            }
            Step::CheckConfig { .. } | Step::Reload { .. } | Step::Observe { .. } => host,
            step @ (Step::Permit(_) | Step::RestartJellyfin { .. }) => panic!("more than files: {step:?}"),
        };
    }
    host
}
