use super::build::BuildPaths;
use super::own_file;
use super::render::{self, Dialect};
use crate::facts::{DropIn, HostFacts, Install};
use crate::host::ToolCall;
use crate::names::AbsPath;
use crate::plan::{Finding, Owner, Refusal, Step};
use crate::proxies::service::service_reload;
use crate::proxies::{Change, Reload, WantedSite};
use crate::text::Mark;

/// WebSockets can be passed on since then (nginx.org, CHANGES).
const OLDEST: (u32, u32, u32) = (1, 3, 13);

pub(super) fn change(facts: &HostFacts, install: &Install, site: &WantedSite) -> Result<Change, Refusal> {
    if !install.since(OLDEST.0, OLDEST.1, OLDEST.2) {
        let lacks = "it cannot pass WebSockets on".to_owned();
        return Err(Refusal::TooOld { proxy: install.proxy, version: install.version, lacks });
    }
    if site.max_connections.is_some() {
        return Err(Refusal::CannotQueue { proxy: install.proxy });
    }
    let place = place(install, site)?;
    let body = render::site(&Dialect::of(install), site, &BuildPaths::of(&install.build).logs)?;
    let content = Mark::wrap(&site.domain, &body);
    let mut steps = Vec::new();
    if facts.entry(&site.acme_root).is_none() {
        steps.extend(missing_folders(facts, &site.acme_root));
    }
    let path = place.file.clone();
    let findings = edited(facts, &path, site);
    steps.push(Step::WriteFile { path, content: content.into(), mode: 0o644, owner: Owner::Writer });
    if let Some(link) = place.link {
        steps.push(Step::Link { path: link, target: place.file });
    }
    let signal = ToolCall::new(&install.binary, &["-s", "reload"]);
    Ok(Change {
        steps,
        check: ToolCall::new(&install.binary, &["-t"]),
        reload: service_reload(install.service.as_ref()).unwrap_or(Reload::Call(signal)),
        findings,
    })
}

/// A site's file, and the link that switches it on.
struct Place {
    file: AbsPath,
    link: Option<AbsPath>,
}

fn place(install: &Install, site: &WantedSite) -> Result<Place, Refusal> {
    let name = own_file::name(&site.domain);
    let within = |folder: &AbsPath| folder.join(&name).expect("a domain is a plain name");
    match &install.drop_in {
        DropIn::Linked { available, enabled } => {
            Ok(Place { file: within(available), link: Some(within(enabled)) })
        }
        DropIn::Folder(folder) => Ok(Place { file: within(folder), link: None }),
        DropIn::MainFile => Err(Refusal::NotUnderstood {
            file: install.main_config.clone(),
            line: 0,
            message: "its http block includes no folder for sites, such as conf.d/*.conf".to_owned(),
        }),
    }
}

/// The folder and those above it that are not there, outermost first.
fn missing_folders(facts: &HostFacts, folder: &AbsPath) -> Vec<Step> {
    let mut missing = vec![folder.clone()];
    let mut above = folder.parent();
    while above.as_str() != "/" && facts.entry(&above).is_none() && above.as_str().starts_with("/var/www") {
        missing.push(above.clone());
        above = above.parent();
    }
    missing.into_iter().rev().map(|path| Step::MakeFolder { path, mode: 0o755 }).collect()
}

fn edited(facts: &HostFacts, file: &AbsPath, site: &WantedSite) -> Vec<Finding> {
    let block = facts.content(file).and_then(|content| Mark::of(content, &site.domain));
    let edited = block.is_some_and(|block| !block.untouched);
    let finding = || {
        Finding::warning(
            "managed_block_edited",
            format!("{file} was edited by hand since it was written; the edit is replaced"),
            "keep what you want to keep in a file of your own",
        )
    };
    edited.then(finding).into_iter().collect()
}
