use engine::facts::{HostFacts, Install};
use engine::plan::{Refusal, RefusalView, not_installed, usable};
use engine::proxies::{ProxyKind, registry};

use super::super::Wizard;
use crate::view::{ProxyCard, ProxyView, Remedy, WhyNot};

impl Wizard {
    pub(in crate::state) fn proxy(&self) -> ProxyView {
        let Some(facts) = &self.machine else { return ProxyView::default() };
        let recommended = recommended(facts);
        let card = |kind: ProxyKind| {
            let install = facts.installs.iter().find(|install| install.proxy == kind);
            let reason = recommended.filter(|(proxy, _)| *proxy == kind).map(|(_, reason)| reason.to_owned());
            ProxyCard {
                word: kind.word().to_owned(),
                title: kind.title().to_owned(),
                version: install.map(|install| install.version.to_string()),
                recommended: reason.is_some(),
                reason,
                why_not: why_not(facts, kind, install).map(|refusal| self.why_not(facts, kind, &refusal)),
            }
        };
        let mut cards: Vec<ProxyCard> = registry().iter().map(|proxy| card(ProxyKind::of(*proxy))).collect();
        cards.sort_by_key(|card| (!card.recommended, card.why_not.is_some(), card.version.is_none()));
        ProxyView { cards, chosen: self.answers.proxy.map(|proxy| proxy.word().to_owned()) }
    }

    fn why_not(&self, facts: &HostFacts, kind: ProxyKind, refusal: &Refusal) -> WhyNot {
        let view = RefusalView::from(refusal);
        let remedy = match refusal {
            // A sandbox has no way to where packages come from.
            Refusal::ProxyNotInstalled { .. } if !self.circumstances.practice => {
                facts.os.package_family().unattended().map(|_| Remedy::Install)
            }
            Refusal::ProxyNotRunning { .. } => can_be_started(facts, kind).then_some(Remedy::Start),
            _ => None,
        };
        WhyNot { code: view.code, message: view.message, next: view.next, command: view.command, remedy }
    }
}

/// Where no service manager runs, the server itself is called.
fn can_be_started(facts: &HostFacts, kind: ProxyKind) -> bool {
    let install = facts.installs.iter().find(|install| install.proxy == kind);
    let service = install.and_then(|install| install.service.as_ref());
    service.is_none_or(|service| !service.manager.start_calls(&service.unit, false).is_empty())
}

/// The one to take, and why: what serves this machine's web already goes before what is merely there.
fn recommended(facts: &HostFacts) -> Option<(ProxyKind, &'static str)> {
    let usable: Vec<&Install> = facts
        .installs
        .iter()
        .filter(|install| why_not(facts, install.proxy, Some(install)).is_none())
        .collect();
    let holds_web = |install: &&&Install| {
        let own = install.binary.file_name();
        let web = facts.listeners_on(443).chain(facts.listeners_on(80));
        web.into_iter().any(|listener| listener.process.as_deref() == Some(own))
    };
    match (usable.iter().find(holds_web), usable.as_slice()) {
        (_, [only]) if facts.installs.len() == 1 => Some((only.proxy, "only_one")),
        (Some(front), _) => Some((front.proxy, "serves_the_web")),
        (None, several) => several.first().map(|install| (install.proxy, "runs_already")),
    }
}

/// Why a proxy cannot be taken, as the planner will say it.
fn why_not(facts: &HostFacts, kind: ProxyKind, install: Option<&Install>) -> Option<Refusal> {
    match install {
        None => Some(not_installed(facts, Some(kind))),
        Some(install) => usable(facts, install).err(),
    }
}
