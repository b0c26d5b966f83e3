use std::path::{Path, PathBuf};
use std::time::Instant;

use engine::names::Upstream;
use helper::client::{Client, Patience, RootBy, Sender};
use helper::protocol::{FrameError, Order, Progress, Report, StepBack, StepStatus, Turn, WayBack};

use crate::programs::{ProgramMissing, find};

/// The root side of one run: a helper process that is asked, and that hands back what needs no root.
pub struct RootSide {
    client: Client,
}

/// The root side was gone before it said how the change ended.
#[derive(Debug, thiserror::Error)]
#[error(
    "the root side ended in the middle of the change ({0}); what it left is put back by: jellyfin-proxy recover"
)]
pub struct RootSideLost(FrameError);

/// How a change, or its undoing, ended.
pub struct Ended {
    /// What the root side said last.
    pub report: Report,
    /// Whether the Jellyfin that had read what is undone was seen to restart, or a stable word for why not;
    /// `None` where none had.
    pub jellyfin: Option<Result<(), String>>,
}

/// What the user's side does while a change is carried out or undone.
pub trait Companion {
    /// A step begins or has ended.
    fn progress(&mut self, progress: &Progress);
    /// How an undo goes.
    fn way_back(&mut self, way: &WayBack);
    /// A step that needs no root: whether what was seen is good, and a stable word for it. Looking ends
    /// early once the change is called off; a restart is seen to its end, as another one may follow it.
    fn turn(&mut self, turn: &Turn, called_off: &dyn Fn() -> bool) -> (bool, Option<String>);
}

impl RootSide {
    /// Starts the helper for this machine, or for a tree, which needs no rights. Where a window asks for the
    /// password, that ends early once it is `called_off`.
    ///
    /// # Errors
    /// When the program is missing or does not start, or the user did not allow it.
    pub fn start(root: Option<&Path>, by: RootBy, called_off: &dyn Fn() -> bool) -> anyhow::Result<Self> {
        let by = if root.is_some() { RootBy::Already } else { by };
        Ok(Self { client: Client::start(&helper_program()?, root, by, Patience::default(), called_off)? })
    }

    /// The same for a front on the terminal.
    ///
    /// # Errors
    /// As [`RootSide::start`].
    pub fn start_on_terminal(root: Option<&Path>) -> anyhow::Result<Self> {
        Self::start(root, RootBy::on_terminal(), &|| false)
    }

    /// Whether it still runs.
    pub fn is_there(&mut self) -> bool {
        self.client.is_there()
    }

    /// One question, one answer.
    ///
    /// # Errors
    /// When the root side is gone.
    pub fn ask(&mut self, order: &Order) -> anyhow::Result<Report> {
        self.client.send(order)?;
        Ok(self.client.receive()?)
    }

    /// One question whose answer is long in coming: each line that is said before is told.
    ///
    /// # Errors
    /// When the root side is gone.
    pub fn ask_telling(&mut self, order: &Order, told: impl Fn(String)) -> anyhow::Result<Report> {
        self.client.send(order)?;
        loop {
            match self.client.receive()? {
                Report::Said { line } => told(line),
                end => return Ok(end),
            }
        }
    }

    /// Something that sends orders too: for whoever may call a change off.
    pub fn sender(&self) -> Sender {
        self.client.sender()
    }

    /// Carries something out to its end, or undoes it. Whoever calls it off meanwhile sends [`Order::Abandon`] by
    /// [`RootSide::sender`] and has `called_off` say so; then everything is undone.
    /// Jellyfin reads its network settings at start only: one that has read what is undone restarts.
    ///
    /// # Errors
    /// When the root side is lost before it says how the change ended.
    pub fn carry_out(
        &mut self,
        order: &Order,
        companion: &mut dyn Companion,
        called_off: &dyn Fn() -> bool,
    ) -> anyhow::Result<Ended> {
        self.client.send(order)?;
        let mut ahead = Vec::new();
        loop {
            match self.client.receive().map_err(RootSideLost)? {
                Report::WayBack { way } => {
                    companion.way_back(&way);
                    if let WayBack::Ahead { steps } = way {
                        ahead = steps;
                    }
                }
                Report::Progress(progress) => companion.progress(&progress),
                Report::YourTurn { turn, .. } => {
                    let (good, code) = companion.turn(&turn, called_off);
                    // One that was called off, or is gone, takes nothing more; what it has said is read next.
                    if !called_off() {
                        let _ = self.client.send(&Order::Seen { good, code });
                    }
                }
                report => {
                    let jellyfin = match &report {
                        Report::Undone(undone) => undone.restart_jellyfin.as_ref(),
                        _ => None,
                    };
                    let jellyfin = jellyfin.map(|upstream| restart(upstream, &ahead, companion));
                    return Ok(Ended { report, jellyfin });
                }
            }
        }
    }
}

/// The step of the way back that is the front's.
fn restart(upstream: &Upstream, ahead: &[StepBack], companion: &mut dyn Companion) -> Result<(), String> {
    let own = StepBack::RestartJellyfin {};
    let at = ahead.iter().position(|step| *step == own);
    let tell = |companion: &mut dyn Companion, status, seconds| {
        if let Some(step) = at {
            let progress = Progress { step, summary: own.to_string(), status, seconds };
            companion.way_back(&WayBack::Step { progress });
        }
    };
    tell(companion, StepStatus::Started, 0.0);
    let begin = Instant::now();
    let (good, code) = companion.turn(&Turn::RestartJellyfin { upstream: upstream.clone() }, &|| false);
    let status = if good { StepStatus::Done } else { StepStatus::Failed };
    tell(companion, status, begin.elapsed().as_secs_f64());
    if good { Ok(()) } else { Err(code.unwrap_or_default()) }
}

/// The root side's program is nowhere to be found.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct RootSideMissing(#[from] ProgramMissing);

/// The helper lies beside this program where it was built, and in a folder of its own where it was
/// installed. Its path is the real one: polkit knows it by that.
fn helper_program() -> anyhow::Result<PathBuf> {
    let places =
        ["jellyfin-proxy-helper", "../lib/jellyfin-proxy/helper", "../libexec/jellyfin-proxy/helper"];
    Ok(find(&places).map_err(RootSideMissing::from)?)
}
