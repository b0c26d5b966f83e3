use std::collections::BTreeMap;

use engine::names::AbsPath;
use serde::{Deserialize, Serialize};

use crate::disk::{Appender, DiskError, Trace};
use crate::protocol::Trouble;

/// A line of a change's log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event", deny_unknown_fields)]
pub(crate) enum Event {
    /// A step begins.
    Started { step: usize },
    /// A step has ended, and left this.
    Finished { step: usize, seconds: f64, left: BTreeMap<AbsPath, Trace> },
    /// Everything is being put back.
    Undoing { overwrite: bool, why: Option<Trouble> },
}

/// The log of a change that is being made.
pub(crate) struct Log {
    file: Appender,
}

impl Log {
    pub(super) fn new(file: Appender) -> Self {
        Self { file }
    }

    /// Adds events; they outlive a loss of power.
    pub(crate) fn append(&mut self, events: &[Event]) -> Result<(), DiskError> {
        // A line that an earlier crash has torn ends here.
        let mut lines = vec![b'\n'];
        for event in events {
            serde_json::to_writer(&mut lines, event).expect("events are plain data with text for keys");
            lines.push(b'\n');
        }
        self.file.append(&lines)
    }
}

/// How far a change came, by its log.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Course {
    /// The steps that were begun; those that ended with how long they took and what they left.
    pub(crate) steps: BTreeMap<usize, Option<StepEnd>>,
    /// Whether it was being put back, whether over what somebody else changed, and why.
    pub(crate) undoing: Option<(bool, Option<Trouble>)>,
}

/// How long a step took in seconds, and what it left at each path.
pub(crate) type StepEnd = (f64, BTreeMap<AbsPath, Trace>);

impl Course {
    /// Reads a log. A torn line was never relied on: what it would have said is done after it is
    /// durable only, and a step without an end counts as half done.
    pub(super) fn read(log: &[u8]) -> Self {
        let mut course = Self::default();
        let lines = log.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        for event in lines.filter_map(|line| serde_json::from_slice(line).ok()) {
            course.take(event);
        }
        course
    }

    /// Adds what is written to the log.
    pub(crate) fn take(&mut self, event: Event) {
        match event {
            Event::Started { step } => {
                self.steps.entry(step).or_insert(None);
            }
            Event::Finished { step, seconds, left } => {
                self.steps.insert(step, Some((seconds, left)));
            }
            Event::Undoing { overwrite, why } => self.undoing = Some((overwrite, why)),
        }
    }

    /// What the change left at each path, by the steps that ended; the last word counts.
    pub(crate) fn left(&self) -> BTreeMap<AbsPath, Trace> {
        let ended = self.steps.values().flatten();
        ended.flat_map(|(_, left)| left.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_line_counts_as_not_written() {
        let whole = b"\n{\"event\":\"started\",\"step\":0}\n\n{\"event\":\"finished\",\"step\":0,\"seconds\":0.5,\"left\":{}}\n";
        let ended = Course::read(whole);
        assert_eq!(ended.steps.get(&0), Some(&Some((0.5, BTreeMap::new()))));
        for cut in 32..whole.len() - 1 {
            assert_eq!(Course::read(&whole[..cut]).steps.get(&0), Some(&None), "cut at {cut}");
        }
        let torn_then_more = [&whole[..50], b"\n{\"event\":\"started\",\"step\":1}\n"].concat();
        assert_eq!(Course::read(&torn_then_more).steps.len(), 2);
    }
}
