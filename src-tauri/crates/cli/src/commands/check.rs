use anyhow::{Context, anyhow};
use engine::verdict::{Health, SiteUrl, SiteUrlError, judge, report};
use probe::{Roots, Target, measure};

use super::show;
use crate::Exit;
use crate::args::CheckArgs;
use crate::terminal::ask;
use front::surroundings;

pub(super) fn run(args: &CheckArgs) -> anyhow::Result<Exit> {
    let target = match target(args) {
        Ok(target) => target,
        Err(error) => {
            eprintln!("jellyfin-proxy: {error:#}");
            return Ok(Exit::Usage);
        }
    };
    let verdict = judge(&ask(measure(&target))?);
    show(&verdict, args.json, if args.markdown { report::markdown } else { report::terminal })?;
    Ok(match verdict.verdict {
        Health::Healthy | Health::Degraded => Exit::Done,
        Health::Broken => Exit::FaultFound,
    })
}

fn target(args: &CheckArgs) -> anyhow::Result<Target> {
    let url = site("the address", &args.url)?;
    let mut target = Target::new(url);
    target.connect = args.connect;
    target.http_port = args.http_port;
    if let Some(upstream) = &args.upstream {
        let upstream = site("--upstream", upstream)?;
        // The base path is Jellyfin's own, so it is the same on both sides.
        let upstream = upstream.below(target.url.base_path());
        if upstream.is_loopback() {
            target.own_addresses = surroundings::own_addresses();
            target.access_log = surroundings::access_log();
        }
        target.upstream = Some(upstream);
    }
    if let Some(file) = &args.ca {
        let pem = std::fs::read(file).with_context(|| format!("--ca {}", file.display()))?;
        let roots = Roots::from_pem(&pem);
        target.roots =
            roots.map_err(|error| anyhow!("--ca {}: {error} [{}]", file.display(), error.code()))?;
    }
    Ok(target)
}

fn site(what: &str, text: &str) -> anyhow::Result<SiteUrl> {
    text.parse().map_err(|error: SiteUrlError| anyhow!("{what} {text:?}: {error} [{}]", error.code()))
}
