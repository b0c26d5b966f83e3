use engine::facts::{Wanted, collect};
use engine::names::Upstream;
use engine::verdict::JellyfinSeen;

use super::{open_host, show};
use crate::Exit;
use crate::args::DetectArgs;
use crate::present::DetectDocument;
use crate::terminal::ask;
use front::jellyfin_at;

pub(super) fn run(args: &DetectArgs) -> anyhow::Result<Exit> {
    let host = open_host(args.root.as_deref())?;
    let proxy_version = args.proxy_version.as_deref().map(str::parse).transpose()?;
    let wanted = Wanted { check_configs: true, proxy_version, ..Wanted::default() };
    let facts = collect(host.as_ref(), &wanted);
    let mut seen: Vec<(Upstream, JellyfinSeen)> = Vec::new();
    if facts.live {
        let mut places: Vec<Upstream> = facts.jellyfin.iter().map(|found| found.url.clone()).collect();
        // One in a container leaves no files here, and usually answers on the usual port.
        let usual = Upstream::local(engine::jellyfin::NetworkXml::defaults().http_port);
        if !places.contains(&usual) {
            places.push(usual);
        }
        for place in places {
            let answer = ask(jellyfin_at(&place, ""))?;
            seen.push((place, answer));
        }
    }
    let document = DetectDocument::of(&facts, &seen);
    show(&document, args.json, |document| document.text())?;
    Ok(Exit::Done)
}
