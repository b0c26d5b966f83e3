//! A proxy that is missing or does not run is provided, by the root side.

use std::collections::VecDeque;

use engine::proxies::ProxyKind;
use helper::protocol::Trouble;

use super::{Wizard, show};
use crate::view::{Notice, ProvidingState, ProvidingView, Remedy};
use crate::work::Work;

/// Enough to see how it goes; a package manager can print thousands.
const LINES: usize = 200;

/// A proxy that is being installed or started, or could not be.
#[derive(Debug)]
pub(super) struct Providing {
    proxy: ProxyKind,
    remedy: Remedy,
    state: ProvidingState,
    lines: VecDeque<String>,
    why: Option<Notice>,
}

impl Wizard {
    /// Only what was offered is done: a proxy that is there already is not installed.
    pub(super) fn provide(&mut self, word: &str, remedy: Remedy) -> Vec<Work> {
        let cards = self.proxy().cards;
        let card = cards.iter().find(|card| card.word == word);
        let offered = card.and_then(|card| card.why_not.as_ref()?.remedy);
        let (Ok(proxy), true) = (word.parse::<ProxyKind>(), offered == Some(remedy)) else {
            return Vec::new();
        };
        let state = match self.circumstances.root_by.asks() {
            true => ProvidingState::AskingPassword,
            false => ProvidingState::Running,
        };
        self.providing = Some(Providing { proxy, remedy, state, lines: VecDeque::new(), why: None });
        vec![Work::Provide { proxy, remedy }]
    }

    /// Whether a proxy is being provided, during which nothing else is begun.
    pub(super) fn is_providing(&self) -> bool {
        self.providing.as_ref().is_some_and(|providing| providing.state != ProvidingState::Failed)
    }

    /// The root side is there, where it was asked for to provide a proxy.
    pub(super) fn begin_providing(&mut self) {
        if let Some(providing) = &mut self.providing
            && providing.state == ProvidingState::AskingPassword
        {
            providing.state = ProvidingState::Running;
        }
    }

    pub(super) fn learn_said(&mut self, line: String) {
        let Some(providing) = &mut self.providing else { return };
        providing.lines.push_back(line);
        if providing.lines.len() > LINES {
            providing.lines.pop_front();
        }
    }

    /// It is there: what there is to choose from is looked at anew, with this one chosen.
    pub(super) fn learn_provided(&mut self) -> Vec<Work> {
        let Some(providing) = self.providing.take() else { return Vec::new() };
        self.answers.proxy = Some(providing.proxy);
        self.look_again()
    }

    /// Whether the trouble was one of providing a proxy.
    pub(super) fn fail_providing(&mut self, trouble: &Trouble) -> bool {
        let is_providing = self.is_providing();
        if let Some(providing) = self.providing.as_mut().filter(|_| is_providing) {
            providing.state = ProvidingState::Failed;
            providing.why = Some(show::notice(trouble));
        }
        is_providing
    }

    pub(super) fn providing_view(&self) -> Option<ProvidingView> {
        let providing = self.providing.as_ref()?;
        Some(ProvidingView {
            word: providing.proxy.word().to_owned(),
            title: providing.proxy.title().to_owned(),
            remedy: providing.remedy,
            state: providing.state,
            lines: providing.lines.iter().cloned().collect(),
            why: providing.why.clone(),
        })
    }
}
