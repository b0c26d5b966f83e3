use engine::plan::PlanView;
use helper::client::{ClientError, LaunchError};
use helper::journal::Receipt;
use helper::protocol::{Differs, Progress, StepStatus, Trouble, Undone, WayBack};

use super::{Errand, HealthTest, Wizard, show};
use crate::view::{ChangeState, ChangeView, HistoryView, Notice, ProgressLine, Screen};
use crate::work::{Found, Work};

impl Wizard {
    /// Takes what the world answered; what has to be done next comes back.
    #[must_use]
    pub fn learn(&mut self, found: Found) -> Vec<Work> {
        match found {
            Found::Machine(facts) => return self.learn_machine(facts),
            Found::NoMachine(words) => {
                self.looking = false;
                self.notice = Some(Notice {
                    code: "not_looked".to_owned(),
                    message: words,
                    next: "look again".to_owned(),
                });
                return std::mem::take(&mut self.after_look);
            }
            Found::Jellyfin(ticket, seen) => drop(self.jellyfin.answered(ticket, seen)),
            Found::Name(ticket, leads) => drop(self.name.answered(ticket, leads)),
            Found::Certificate(ticket, judged) => drop(self.certificate.answered(ticket, *judged)),
            Found::Plan(ticket, view) => drop(self.plan.answered(ticket, *view)),
            Found::OtherPlan(view) => self.show_other_plan(*view),
            Found::NotBegun => self.learn_not_begun(),
            Found::Begun => self.learn_begun(),
            Found::Progress(progress) => self.learn_progress(progress),
            Found::WayBack(way) => self.learn_way_back(way),
            Found::Done { receipt, verdict } => {
                return self.learn_done(*receipt, verdict.map(|found| *found));
            }
            Found::Undone(undone) => return self.learn_undone(&undone),
            Found::Differs(differs) => self.learn_differs(&differs),
            Found::Failed(trouble) => self.learn_failed(&trouble),
            Found::NoPractice(trouble) => self.notice = Some(show::notice(&trouble)),
            Found::Said(line) => self.learn_said(line),
            Found::Provided => return self.learn_provided(),
            Found::Checked(ticket, check, seconds) => {
                if let Some(health) = self.health.as_mut().filter(|health| health.test.waits_for(ticket)) {
                    health.settled.push((*check, seconds));
                }
            }
            Found::Verdict(ticket, verdict, seconds) => {
                if let Some(health) = &mut self.health {
                    health.test.answered(ticket, (*verdict, seconds));
                }
            }
            Found::History(receipts) => {
                let changes = receipts.into_iter().rev().map(show::past_change).collect();
                self.history = Some(HistoryView { reading: false, changes });
            }
        }
        Vec::new()
    }

    fn learn_machine(&mut self, facts: Box<engine::facts::HostFacts>) -> Vec<Work> {
        self.looking = false;
        let is_first = self.machine.is_none();
        self.machine = Some(facts);
        if self.answers.proxy.is_none() {
            let recommended = self.proxy().cards.into_iter().find(|card| card.recommended);
            self.answers.proxy = recommended.and_then(|card| card.word.parse().ok());
        }
        if !is_first {
            return std::mem::take(&mut self.after_look);
        }
        if self.answers.upstream.is_empty()
            && let Some(facts) = &self.machine
        {
            self.answers.upstream = front::upstream_among(&facts.jellyfin).to_string();
        }
        if !self.computer().managed.is_empty() && self.screen == Screen::Computer {
            self.screen = Screen::Home;
        }
        let asked = self.ask_jellyfin();
        let tested = self.waiting_test.take().map(|site| self.check(site)).unwrap_or_default();
        asked.into_iter().chain(tested).collect()
    }

    /// A change that is about to begin; its password is asked for now.
    pub(super) fn begin_change(&mut self, errand: Errand, lines: Vec<ProgressLine>, url: Option<String>) {
        let state = match self.circumstances.root_by.asks() {
            true => ChangeState::AskingPassword,
            false => begun(errand),
        };
        let way_back = Vec::new();
        self.change = Some(ChangeView { state, lines, way_back, id: None, url, undone: None, why: None });
        self.errand = errand;
        self.screen = Screen::Apply;
    }

    /// One that was called off meanwhile stays so.
    fn learn_begun(&mut self) {
        self.begin_providing();
        if self.change.as_ref().is_some_and(|change| change.state == ChangeState::AskingPassword) {
            self.set_state(begun(self.errand));
        }
    }

    /// One who calls an undo off while the password is asked for still has what was to be undone.
    fn learn_not_begun(&mut self) {
        match self.errand {
            Errand::SetUp => self.set_state(ChangeState::Untouched),
            Errand::Undo | Errand::Recover => {
                self.learn_failed(&ClientError::from(LaunchError::CalledOff).trouble());
            }
        }
    }

    fn set_state(&mut self, state: ChangeState) {
        if let Some(change) = &mut self.change {
            change.state = state;
        }
    }

    /// Root sees more than was shown, so it is agreed to once more.
    fn show_other_plan(&mut self, view: PlanView) {
        self.change = None;
        self.screen = Screen::Review;
        let ticket = self.ticket();
        self.plan.ask(ticket);
        self.plan.answered(ticket, view);
        self.planned_by_root = true;
        self.notice = Some(Notice {
            code: "other_plan".to_owned(),
            message: "with the password more can be seen, and the plan became another one".to_owned(),
            next: "read it again, and agree to it if it is what you want".to_owned(),
        });
    }

    fn learn_progress(&mut self, progress: Progress) {
        let Some(change) = &mut self.change else { return };
        while change.lines.len() <= progress.step {
            change.lines.push(show::unknown_line());
        }
        change.lines[progress.step].take(progress);
    }

    /// One that was called off says so to its end.
    fn learn_way_back(&mut self, way: WayBack) {
        let Some(change) = &mut self.change else { return };
        match way {
            WayBack::Ahead { steps } => {
                change.way_back = steps.iter().map(show::back).collect();
                if change.state == ChangeState::Running {
                    change.state = ChangeState::Undoing;
                }
            }
            WayBack::Step { progress } => {
                if let Some(line) = change.way_back.get_mut(progress.step) {
                    line.take(progress);
                }
            }
        }
    }

    fn learn_done(&mut self, receipt: Receipt, verdict: Option<engine::verdict::Verdict>) -> Vec<Work> {
        let id = receipt.id.to_string();
        if let Some(change) = &mut self.change {
            change.state = ChangeState::Done;
            change.id = Some(id);
            change.url = Some(receipt.url.clone());
        }
        self.history = None;
        let seconds = receipt.steps.last().map_or(0.0, |step| step.seconds);
        let mut health = HealthTest::of(receipt.url);
        if let Some(verdict) = verdict {
            let ticket = self.ticket();
            health.test.ask(ticket);
            health.test.answered(ticket, (verdict, seconds));
        }
        self.health = Some(health);
        self.screen = Screen::Health;
        self.look_again_quietly()
    }

    fn learn_undone(&mut self, undone: &Undone) -> Vec<Work> {
        self.history = None;
        if let Some(change) = &mut self.change {
            change.state = match change.none_begun() {
                true => ChangeState::Untouched,
                false => ChangeState::Undone,
            };
            change.why = undone.why.as_ref().map(show::notice);
            for step in &undone.steps {
                if let Some(line) = change.lines.get_mut(step.step)
                    && step.status != StepStatus::Done
                {
                    line.status = show::step_status(step.status).to_owned();
                }
            }
            change.undone = Some(show::undone(undone));
        }
        self.look_again_quietly()
    }

    fn learn_differs(&mut self, differs: &Differs) {
        if let Some(change) = &mut self.change {
            change.state = ChangeState::Failed;
            change.id = Some(differs.id.to_string());
            change.undone = Some(show::differs(differs));
        }
    }

    fn learn_failed(&mut self, trouble: &Trouble) {
        if self.fail_providing(trouble) {
            return;
        }
        if let Some(history) = &mut self.history {
            history.reading = false;
        }
        let is_changing = self.is_changing();
        match &mut self.change {
            Some(change) if is_changing => {
                change.state = ChangeState::Failed;
                change.why = Some(show::notice(trouble));
            }
            _ => self.notice = Some(show::notice(trouble)),
        }
    }

    /// The sites are others now.
    fn look_again_quietly(&mut self) -> Vec<Work> {
        self.looking = true;
        vec![Work::Look]
    }
}

/// How a change stands once its root side is there.
fn begun(errand: Errand) -> ChangeState {
    match errand {
        Errand::SetUp => ChangeState::Running,
        Errand::Undo | Errand::Recover => ChangeState::Undoing,
    }
}
