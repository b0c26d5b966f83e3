use engine::facts::{HostFacts, collect};
use engine::plan::{PlanView, plan};
use engine::request::Request;

use super::{open_host, show};
use crate::Exit;
use crate::args::{PlanArgs, SetupArgs};
use crate::present;
use crate::terminal::{ask, form};
use front::upstream_among;

pub(super) fn run(args: &PlanArgs) -> anyhow::Result<Exit> {
    let view = view(&args.setup)?;
    show(&view, args.json, present::plan_text)?;
    Ok(if view.refusal.is_some() { Exit::Refused } else { Exit::Done })
}

/// The plan as it is without root: what may not be read is said to be unread.
fn view(setup: &SetupArgs) -> anyhow::Result<PlanView> {
    let mut form = form::of(setup)?;
    let host = open_host(setup.root.as_deref())?;
    let request = match Request::parse(&form) {
        Ok(request) => request,
        Err(problems) => return Ok(PlanView::from(problems.as_slice())),
    };
    let mut wanted = request.wanted();
    if let Some(version) = &setup.proxy_version {
        wanted.proxy_version = Some(version.parse()?);
    }
    let facts: HostFacts = collect(host.as_ref(), &wanted);
    if facts.live {
        let upstream = request.upstream.clone().unwrap_or_else(|| upstream_among(&facts.jellyfin));
        let seen = ask(front::jellyfin_at(&upstream, form.base_path.as_deref().unwrap_or_default()))?;
        form.jellyfin_seen = Some(seen);
    }
    let request = match Request::parse(&form) {
        Ok(request) => request,
        Err(problems) => return Ok(PlanView::from(problems.as_slice())),
    };
    Ok(match plan(&facts, &request) {
        Ok(plan) => PlanView::of(&plan, &facts),
        Err(refusal) => PlanView::from(&refusal),
    })
}
