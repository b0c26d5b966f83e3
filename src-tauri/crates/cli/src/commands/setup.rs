use std::time::Duration;

use engine::facts::Evidence;
use engine::names::{AbsPath, Upstream};
use engine::plan::PlanView;
use engine::request::{Request, SetupForm};
use engine::verdict::{JellyfinSeen, Phase, Verdict};
use helper::client::ClientError;
use helper::protocol::{Order, Report};
use probe::jellyfin::await_ready;
use system::host::LiveHost;

use super::show;
use crate::Exit;
use crate::args::{SetupArgs, SetupCommandArgs};
use crate::present::{self, Companionship, SetupDocument};
use crate::terminal::{CallOff, ask, confirmed, form};
use front::{Observer, RootSide, jellyfin_at, site_of, upstream_among};

/// How long a Jellyfin that starts is waited for: a migration can take hours, and whoever waits longer
/// can call again.
const START_UP: Duration = Duration::from_secs(1800);

/// Every start has a moment in which nothing listens, about a second (observed).
const GAP: Duration = Duration::from_secs(4);

pub(super) fn run(args: &SetupCommandArgs) -> anyhow::Result<Exit> {
    let (document, exit) = set_up(args)?;
    show(&document, args.json, |document| document.text())?;
    Ok(exit)
}

/// The whole job; what it ended with is in the document.
pub(super) fn set_up(args: &SetupCommandArgs) -> anyhow::Result<(SetupDocument, Exit)> {
    let setup = &args.setup;
    let mut form = form::of(setup)?;
    let request = match Request::parse(&form) {
        Ok(request) => request,
        Err(problems) => return Ok(SetupDocument::refused(PlanView::from(problems.as_slice()))),
    };
    if setup.root.is_none() {
        let upstream = request.upstream.unwrap_or_else(|| find_upstream(request.jellyfin_config.as_ref()));
        form.jellyfin_seen = Some(wait_for_jellyfin(&upstream, setup)?);
        form.upstream = Some(upstream.to_string());
    }
    let mut root_side =
        match RootSide::start_on_terminal(setup.root.as_deref()).map_err(anyhow::Error::downcast) {
            Ok(root_side) => root_side,
            Err(Ok(error)) => return Ok(SetupDocument::failed(None, ClientError::trouble(&error))),
            Err(Err(error)) => return Err(error),
        };
    let view = match plan(&mut root_side, form.clone(), setup)? {
        Ok(view) => view,
        Err(end) => return Ok(end),
    };
    if !args.json {
        eprint!("{}", present::plan_text(&view));
    }
    if !view.steps.is_empty() && !args.yes && !confirmed("\nDo this?")? {
        return Ok(SetupDocument::declined(&view));
    }
    apply(&mut root_side, args, &form, &view)
}

fn find_upstream(config: Option<&AbsPath>) -> Upstream {
    let found = LiveHost::open().map(|host| engine::jellyfin::find(&mut Evidence::new(&host), config));
    upstream_among(&found.unwrap_or_default())
}

/// A Jellyfin that is on its way is waited for, never repaired.
fn wait_for_jellyfin(upstream: &Upstream, setup: &SetupArgs) -> anyhow::Result<JellyfinSeen> {
    let base_path = setup.base_path.as_deref().unwrap_or_default();
    let mut seen = ask(jellyfin_at(upstream, base_path))?;
    let mut patience = patience(seen.phase);
    while !patience.is_zero() {
        let site = site_of(upstream).below(&seen.base_path);
        let shown = |phase: Phase| eprintln!("Waiting for Jellyfin: {phase}");
        match ask(await_ready(&site, patience, shown))? {
            Ok(ready) => return Ok(ready),
            Err(not_ready) => seen.phase = not_ready.last,
        }
        // One that began to start meanwhile gets all the time that a start may take.
        patience = match self::patience(seen.phase) {
            START_UP if patience == GAP => START_UP,
            _ => Duration::ZERO,
        };
    }
    Ok(seen)
}

/// How long it makes sense to wait for a Jellyfin in that phase.
fn patience(phase: Phase) -> Duration {
    match phase {
        Phase::Starting | Phase::Loading => START_UP,
        Phase::Refused => GAP,
        Phase::Ready
        | Phase::Unhealthy
        | Phase::Filtered
        | Phase::Elsewhere
        | Phase::Silent
        | Phase::Unreachable
        | Phase::NotJellyfin => Duration::ZERO,
    }
}

fn plan(
    root_side: &mut RootSide,
    form: SetupForm,
    setup: &SetupArgs,
) -> anyhow::Result<Result<PlanView, (SetupDocument, Exit)>> {
    let proxy_version = setup.proxy_version.as_deref().map(str::parse).transpose()?;
    Ok(match root_side.ask(&Order::Plan { form: Box::new(form), proxy_version })? {
        Report::Planned { view } => Ok(*view),
        Report::Refused { view } => Err(SetupDocument::refused(*view)),
        Report::FieldProblems { problems } => {
            Err(SetupDocument::refused(PlanView::from(problems.as_slice())))
        }
        Report::Error(trouble) => Err(SetupDocument::failed(None, trouble)),
        other => anyhow::bail!("the root side answered a plan with {other:?}"),
    })
}

fn apply(
    root_side: &mut RootSide,
    args: &SetupCommandArgs,
    form: &SetupForm,
    view: &PlanView,
) -> anyhow::Result<(SetupDocument, Exit)> {
    let observer = if args.setup.root.is_none() { Observer::of(view, form) } else { None };
    if view.steps.is_empty() {
        let check = observer.as_ref().map(|observer| ask(observer.look())).transpose()?;
        let good = observer.zip(check.as_ref()).is_none_or(|(observer, check)| observer.is_good(check));
        return Ok(SetupDocument::unchanged(view, check, good));
    }
    let plan_id = view.plan_id.as_deref().unwrap_or_default().parse()?;
    let mut companion = Companionship::new(observer, args.json);
    let call_off = CallOff::watch(root_side.sender())?;
    let ended =
        root_side.carry_out(&Order::Apply { plan_id }, &mut companion, &|| call_off.is_called_off())?;
    drop(call_off);
    let check: Option<Verdict> = companion.take_check();
    match ended.report {
        Report::Done { receipt } => Ok(SetupDocument::done(view, companion.steps(), check, *receipt)),
        Report::Undone(undone) => Ok(SetupDocument::undone(view, &companion, check, *undone, ended.jellyfin)),
        Report::Error(trouble) => Ok(SetupDocument::failed(Some(view), trouble)),
        other => anyhow::bail!("the root side ended a change with {other:?}"),
    }
}
