use front::Ended;
use helper::protocol::{Differs, Report, ServerAfter, Trouble, Undone};
use serde::Serialize;

use super::DoneStep;
use super::setup::{exit_of, trouble_text};
use crate::Exit;

/// What `undo` and `recover` print.
#[derive(Debug, Serialize)]
pub(crate) struct UndoDocument {
    schema: u32,
    steps: Vec<DoneStep>,
    #[serde(skip_serializing_if = "Option::is_none")]
    undone: Option<Undone>,
    #[serde(skip_serializing_if = "Option::is_none")]
    jellyfin_afterwards: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    differs: Option<Differs>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Trouble>,
}

impl UndoDocument {
    /// The document for how it ended, after these steps.
    pub(crate) fn of(ended: Ended, steps: Vec<DoneStep>) -> anyhow::Result<(Self, Exit)> {
        let jellyfin_afterwards = ended.jellyfin.map(jellyfin_text);
        let empty = Self { schema: 1, steps, undone: None, jellyfin_afterwards, differs: None, error: None };
        Ok(match ended.report {
            Report::Undone(undone) => (Self { undone: Some(*undone), ..empty }, Exit::Done),
            Report::Differs(differs) => (Self { differs: Some(differs), ..empty }, Exit::Refused),
            Report::Error(trouble) => {
                let exit = exit_of(&trouble);
                (Self { error: Some(trouble), ..empty }, exit)
            }
            other => anyhow::bail!("the root side answered with {other:?}"),
        })
    }
}

/// The document for people.
pub(crate) fn undo_text(document: &UndoDocument) -> String {
    let undone =
        document.undone.as_ref().map(|undone| undone_text(undone, document.jellyfin_afterwards.as_deref()));
    let differs = document.differs.as_ref().map(differs_text);
    let error = document.error.as_ref().map(trouble_text);
    [undone, differs, error].into_iter().flatten().collect()
}

/// What became of the Jellyfin that had read what is undone.
pub(crate) fn jellyfin_text(restarted: Result<(), String>) -> String {
    match restarted {
        Ok(()) => "Jellyfin was restarted and has its old settings again".to_owned(),
        Err(code) => {
            format!("Jellyfin has its old settings at its next start: it was not seen to restart [{code}]")
        }
    }
}

/// What was put back, and why.
pub(crate) fn undone_text(undone: &Undone, jellyfin: Option<&str>) -> String {
    let mut text = match &undone.why {
        Some(why) => format!("Undone: {} [{}]\nNext: {}\n", why.message, why.code, why.next),
        None => "Undone.\n".to_owned(),
    };
    for path in &undone.restored {
        text.push_str(&format!("  as before: {path}\n"));
    }
    for call in &undone.withdrawn {
        text.push_str(&format!("  taken back: {call}\n"));
    }
    for path in &undone.left {
        text.push_str(&format!("  left, since something else is in it: {path}\n"));
    }
    for kept in &undone.kept {
        text.push_str(&format!("  your version of {} is kept in {}\n", kept.path, kept.copy));
    }
    text.push_str(match &undone.server {
        ServerAfter::Untouched {} => "",
        ServerAfter::Reloaded {} => "The server was reloaded.\n",
        ServerAfter::NotRunning {} => {
            "The server does not run; it has its old configuration at its next start.\n"
        }
        ServerAfter::CheckFailed { .. } => {
            "The server was NOT reloaded: its configuration does not pass its own check.\n"
        }
        ServerAfter::ReloadFailed { .. } => "The server could NOT be reloaded.\n",
    });
    match &undone.server {
        ServerAfter::CheckFailed { errors } => text.push_str(&format!("  {}\n", errors.join("\n  "))),
        ServerAfter::ReloadFailed { trouble } => text.push_str(&trouble_text(trouble)),
        ServerAfter::Untouched {} | ServerAfter::Reloaded {} | ServerAfter::NotRunning {} => {}
    }
    if let Some(sentence) = jellyfin {
        text.push_str(&format!("{sentence}.\n"));
    }
    text
}

fn differs_text(differs: &Differs) -> String {
    let mut text = "Nothing was changed: somebody changed these since.\n".to_owned();
    for difference in &differs.differences {
        text.push_str(&format!("  {}: {}\n", difference.path, difference.summary));
        text.extend(difference.diff.as_ref().map(|diff| format!("{diff}\n")));
    }
    text.push_str(
        "Next: `jellyfin-proxy undo --overwrite` undoes it all the same, and keeps their version.\n",
    );
    text
}
