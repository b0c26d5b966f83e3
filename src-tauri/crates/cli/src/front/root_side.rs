use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use helper::client::Client;
use helper::protocol::{FrameError, Order, Progress, Report, Turn};

use super::call_off::CallOff;

/// The root side of one run: a helper process that is asked, and that hands back what needs no root.
pub(crate) struct RootSide {
    client: Client,
}

/// The root side was gone before it said how the change ended.
#[derive(Debug, thiserror::Error)]
#[error(
    "the root side ended in the middle of the change ({0}); what it left is put back by: jellyfin-proxy recover"
)]
pub(crate) struct RootSideLost(FrameError);

/// What the user's side does while a change is carried out.
pub(crate) trait Companion {
    /// A step begins or has ended.
    fn progress(&mut self, progress: &Progress);
    /// A step that needs no root: whether what was seen is good, and a stable word for it. Looking ends
    /// early once the change is called off; a restart is seen to its end, as another one may follow it.
    fn turn(&mut self, turn: &Turn, called_off: &dyn Fn() -> bool) -> (bool, Option<String>);
}

impl RootSide {
    /// Starts the helper: directly as root or for a tree, else through sudo.
    pub(crate) fn start(root: Option<&Path>) -> anyhow::Result<Self> {
        let program = helper_program()?;
        Ok(Self { client: Client::start(&program, root)? })
    }

    /// One question, one answer.
    pub(crate) fn ask(&mut self, order: &Order) -> anyhow::Result<Report> {
        self.client.send(order)?;
        Ok(self.client.receive()?)
    }

    /// Carries something out to its end. Ctrl-C calls it off, and everything is undone.
    pub(crate) fn carry_out(
        &mut self,
        order: &Order,
        companion: &mut dyn Companion,
    ) -> anyhow::Result<Report> {
        let call_off = CallOff::watch(self.client.sender())?;
        self.client.send(order)?;
        loop {
            match self.client.receive().map_err(RootSideLost)? {
                Report::Progress(progress) => companion.progress(&progress),
                Report::YourTurn { turn, .. } => {
                    let (good, code) = companion.turn(&turn, &|| call_off.is_called_off());
                    // One that was called off, or is gone, takes nothing more; what it has said is read next.
                    if !call_off.is_called_off() {
                        let _ = self.client.send(&Order::Seen { good, code });
                    }
                }
                end => return Ok(end),
            }
        }
    }
}

/// The helper lies beside this program where it was built, and in a folder of its own where it was
/// installed.
fn helper_program() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own.parent().context("this program has no folder")?;
    let places = [
        folder.join("jellyfin-proxy-helper"),
        folder.join("../lib/jellyfin-proxy/helper"),
        folder.join("../libexec/jellyfin-proxy/helper"),
    ];
    match places.iter().find(|place| place.is_file()) {
        Some(place) => Ok(place.clone()),
        None => bail!(
            "the root side (jellyfin-proxy-helper) is missing beside {}: install the package again",
            own.display()
        ),
    }
}
