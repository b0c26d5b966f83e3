use std::sync::Arc;

use crate::names::AbsPath;
use crate::text::MarkedBlock;

/// What is being read.
pub(super) struct Place {
    pub(super) path: Arc<AbsPath>,
    pub(super) blocks: Vec<MarkedBlock>,
    /// The line with the `Use`, where a macro is being read: what it holds stands in no file.
    pub(super) used_at: Option<(usize, Option<String>)>,
}

/// What is around a line.
#[derive(Clone, Copy)]
pub(super) struct Scope {
    pub(super) vhost: Option<usize>,
    pub(super) nested: bool,
    /// Whether it is in force; what stands in a condition that is not decided may or may not be.
    pub(super) certain: bool,
}

impl Place {
    pub(super) fn written_for(&self, at: usize) -> Option<String> {
        match &self.used_at {
            Some((_, written_for)) => written_for.clone(),
            None => Some(MarkedBlock::around(&self.blocks, at)?.domain.clone()),
        }
    }

    pub(super) fn line(&self, line: usize) -> usize {
        self.used_at.as_ref().map_or(line, |(used, _)| *used)
    }
}
