use engine::verdict::Phase;

use super::Wizard;
use crate::intent::CertificateChoice;
use crate::view::{ChangeState, PlanningState, Screen, Stop, StopState};

/// The screens of a set-up, in order.
pub(super) const WAY: [Screen; 7] = [
    Screen::Computer,
    Screen::Proxy,
    Screen::Jellyfin,
    Screen::Domain,
    Screen::Certificate,
    Screen::Review,
    Screen::Apply,
];

impl Wizard {
    /// The way with what was passed; empty away from it.
    pub(super) fn way(&self) -> Vec<Stop> {
        if self.place().is_none() {
            return Vec::new();
        }
        let state = |index: usize, screen: Screen| match () {
            () if screen == self.screen => StopState::Here,
            () if index >= self.reached => StopState::Ahead,
            () if self.is_changing() => StopState::Closed,
            () => StopState::Passed,
        };
        WAY.iter().enumerate().map(|(index, &screen)| Stop { screen, state: state(index, screen) }).collect()
    }

    /// Where on the way the wizard is.
    pub(super) fn place(&self) -> Option<usize> {
        WAY.iter().position(|screen| *screen == self.screen)
    }

    /// Whether something is being changed, so that no other screen can be gone to.
    pub(super) fn is_changing(&self) -> bool {
        let is_busy = |state: ChangeState| match state {
            ChangeState::AskingPassword | ChangeState::Running => true,
            ChangeState::CallingOff | ChangeState::Undoing => true,
            ChangeState::Done | ChangeState::Failed => false,
            ChangeState::Undone | ChangeState::Untouched => false,
        };
        self.change.as_ref().is_some_and(|change| is_busy(change.state))
    }

    /// What is missing on this screen, as a stable word.
    pub(super) fn next_needs(&self) -> Option<String> {
        match self.screen {
            Screen::Computer => self.computer_needs(),
            Screen::Proxy => self.proxy_needs(),
            Screen::Jellyfin => self.jellyfin_needs(),
            Screen::Domain => self.field_problem(&["domain", "http_port", "https_port"]),
            Screen::Certificate => self.certificate_needs(),
            Screen::Review => match self.review().state {
                PlanningState::Planned | PlanningState::NothingToDo => None,
                PlanningState::Open | PlanningState::Planning => Some("planning".to_owned()),
                PlanningState::Refused => Some("refused".to_owned()),
            },
            Screen::Apply | Screen::Home | Screen::Health | Screen::History => Some("end_of_way".to_owned()),
        }
    }

    fn computer_needs(&self) -> Option<String> {
        match &self.machine {
            None => Some("looking".to_owned()),
            Some(facts) if facts.installs.is_empty() => Some("no_proxy_installed".to_owned()),
            Some(_) => None,
        }
    }

    fn proxy_needs(&self) -> Option<String> {
        let proxy = self.proxy();
        let Some(chosen) = proxy.cards.iter().find(|card| Some(&card.word) == proxy.chosen.as_ref()) else {
            return Some("choose_proxy".to_owned());
        };
        chosen.why_not.as_ref().map(|why| why.code.clone())
    }

    fn jellyfin_needs(&self) -> Option<String> {
        if self.answers.upstream().is_none() {
            return self.field_problem(&["upstream"]).or(Some("upstream_not_a_url".to_owned()));
        }
        let Some(seen) = self.jellyfin.answer() else { return Some("testing".to_owned()) };
        match seen.phase {
            Phase::Ready if seen.set_up == Some(false) => Some("jellyfin_not_set_up".to_owned()),
            Phase::Ready => None,
            Phase::Starting | Phase::Loading => Some("jellyfin_starting".to_owned()),
            Phase::Unhealthy
            | Phase::Filtered
            | Phase::Elsewhere
            | Phase::Refused
            | Phase::Silent
            | Phase::Unreachable => Some("jellyfin_unreachable".to_owned()),
            Phase::NotJellyfin => Some("not_jellyfin".to_owned()),
        }
    }

    fn certificate_needs(&self) -> Option<String> {
        match &self.answers.certificate {
            None => Some("certificate_not_chosen".to_owned()),
            Some(CertificateChoice::LocalCa | CertificateChoice::NoTls) => None,
            Some(_) if self.certificate.is_waiting() => Some("judging".to_owned()),
            Some(_) => self
                .field_problem(&["certificate"])
                .or_else(|| self.certificate_fault().map(|fault| fault.code().to_owned())),
        }
    }

    /// The first thing that is wrong with one of these fields.
    pub(super) fn field_problem(&self, fields: &[&str]) -> Option<String> {
        let problems = self.answers.problems();
        problems.into_iter().find(|problem| fields.contains(&problem.field.as_str())).map(|found| found.code)
    }
}
