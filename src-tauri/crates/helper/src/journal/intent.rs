use std::collections::{BTreeMap, BTreeSet};

use engine::facts::Content;
use engine::host::ToolCall;
use engine::names::{AbsPath, Upstream};
use engine::proxies::Reload;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ChangeId;
use crate::disk::Image;

/// What shall be done and what was there before: all that an undo needs, whatever becomes of the
/// plan's own format.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Intent {
    /// Version of this document.
    pub(crate) schema: u32,
    pub(crate) id: ChangeId,
    pub(crate) when: Timestamp,
    pub(crate) plan_id: String,
    /// The proxy's word. One that this version does not know is still put back.
    pub(crate) proxy: String,
    pub(crate) url: String,
    pub(crate) steps: Vec<IntentStep>,
    /// What lies at each path that may be changed.
    pub(crate) before: BTreeMap<AbsPath, Image>,
    /// What shall lie there: contents of configuration, never keys.
    pub(crate) written: BTreeMap<AbsPath, Content>,
    /// The server's own check.
    pub(crate) check: Option<ToolCall>,
    /// How the server is made to read its configuration again.
    pub(crate) reload: Option<Reload>,
    /// The Jellyfin that is restarted.
    pub(crate) restart: Option<Upstream>,
}

/// A step, by what it may change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IntentStep {
    /// As in [`engine::plan::Step::kind`].
    pub(crate) kind: String,
    pub(crate) summary: String,
    /// The paths it changes.
    pub(crate) touches: BTreeSet<AbsPath>,
    /// The folders in which a tool changes what it likes.
    pub(crate) folders: BTreeSet<AbsPath>,
    /// The calls that take back what its tool did, for what is more than files; harmless where nothing
    /// is left to take back.
    #[serde(default)]
    pub(crate) back: Vec<ToolCall>,
    /// The call that makes the tool read its files once they are put back.
    #[serde(default)]
    pub(crate) reread: Option<ToolCall>,
}

impl IntentStep {
    /// Whether its files are a tool's own, in which others go on making changes by the same tool.
    pub(crate) fn is_kept_by_a_tool(&self) -> bool {
        !self.back.is_empty()
    }
}

impl Intent {
    /// The version of this document.
    pub(crate) const SCHEMA: u32 = 1;

    /// What lay at a path.
    pub(crate) fn before(&self, path: &AbsPath) -> Image {
        self.before.get(path).cloned().unwrap_or_else(Image::absent)
    }
}
