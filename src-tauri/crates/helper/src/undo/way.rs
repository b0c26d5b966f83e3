use std::time::Instant;

use crate::protocol::{Progress, StepBack, StepStatus, WayBack};

/// Hears how an undo goes.
pub(super) type Told<'t> = &'t mut dyn FnMut(WayBack);

/// The steps of an undo, told as they are gone.
pub(super) struct Way<'t> {
    steps: Vec<StepBack>,
    told: Told<'t>,
}

impl<'t> Way<'t> {
    /// Tells what lies ahead.
    pub(super) fn begin(steps: Vec<StepBack>, told: Told<'t>) -> Self {
        told(WayBack::Ahead { steps: steps.clone() });
        Self { steps, told }
    }

    /// Goes a step, and tells when it begins and how it ended. One that did not lie ahead has nothing to do,
    /// and nothing is told of it.
    pub(super) fn step<T>(
        &mut self,
        step: &StepBack,
        go: impl FnOnce() -> T,
        ended: impl FnOnce(&T) -> StepStatus,
    ) -> T {
        let Some(at) = self.steps.iter().position(|ahead| ahead == step) else { return go() };
        self.tell(at, StepStatus::Started, 0.0);
        let begin = Instant::now();
        let outcome = go();
        self.tell(at, ended(&outcome), begin.elapsed().as_secs_f64());
        outcome
    }

    fn tell(&mut self, at: usize, status: StepStatus, seconds: f64) {
        let summary = self.steps[at].to_string();
        (self.told)(WayBack::Step { progress: Progress { step: at, summary, status, seconds } });
    }
}
