use std::time::Duration;

use helper::protocol::{Order, Report, Undone};
use probe::jellyfin;

use super::show;
use crate::Exit;
use crate::args::UndoArgs;
use crate::present::{self, UndoDocument};
use crate::terminal::{ask, confirmed};
use front::{RootSide, site_of};

/// How long Jellyfin may take to restart.
const RESTART: Duration = Duration::from_secs(300);

pub(super) fn run(args: &UndoArgs) -> anyhow::Result<Exit> {
    let id = match args.id.as_deref().map(str::parse).transpose() {
        Ok(id) => id,
        Err(error) => {
            eprintln!("jellyfin-proxy: {error}");
            return Ok(Exit::Usage);
        }
    };
    if !args.yes && !confirmed("Take the change back?")? {
        return Ok(Exit::Done);
    }
    let mut root_side = RootSide::start_on_terminal(args.root.as_deref())?;
    let end = root_side.ask(&Order::Undo { id, overwrite: args.overwrite })?;
    conclude(end, args.json)
}

/// Shows how an undo ended, and restarts the Jellyfin that still has the undone settings.
pub(super) fn conclude(end: Report, json: bool) -> anyhow::Result<Exit> {
    let restarted = match &end {
        Report::Undone(undone) => restart_after(undone)?,
        _ => None,
    };
    let (document, exit) = UndoDocument::of(end, restarted)?;
    show(&document, json, present::undo_text)?;
    Ok(exit)
}

/// Jellyfin reads its network settings at start only: one that has read what is undone now is asked to
/// restart. What could not be done is said in a sentence.
pub(super) fn restart_after(undone: &Undone) -> anyhow::Result<Option<String>> {
    let Some(upstream) = &undone.restart_jellyfin else { return Ok(None) };
    // Asked at its root, from where it leads to its base path: that may be another one afterwards.
    let outcome = ask(jellyfin::restart(&site_of(upstream), RESTART, |_| {}))?;
    Ok(Some(match outcome {
        Ok(_) => "Jellyfin was restarted and has its old settings again".to_owned(),
        Err(error) => format!("Jellyfin has its old settings at its next start ({error})"),
    }))
}
