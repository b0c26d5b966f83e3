use engine::plan::PlanView;

use super::{open_host, show};
use crate::Exit;
use crate::args::{PlanArgs, SetupArgs};
use crate::present;
use crate::terminal::{ask, form};
use front::preview;

pub(super) fn run(args: &PlanArgs) -> anyhow::Result<Exit> {
    let view = view(&args.setup)?;
    show(&view, args.json, present::plan_text)?;
    Ok(if view.refusal.is_some() { Exit::Refused } else { Exit::Done })
}

/// The plan as it is without root.
fn view(setup: &SetupArgs) -> anyhow::Result<PlanView> {
    let host = open_host(setup.root.as_deref())?;
    let version = setup.proxy_version.as_deref().map(str::parse).transpose()?;
    ask(preview(host.as_ref(), &form::of(setup)?, version))
}
