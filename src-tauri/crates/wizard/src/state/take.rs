use engine::names::{AbsPath, Fqdn};
use engine::verdict::SiteUrl;
use helper::journal::ChangeId;

use super::way::WAY;
use super::{Errand, HealthTest, Wizard};
use crate::intent::{CertificateChoice, Intent};
use crate::view::{ChangeState, HistoryView, PlanningState, Remedy, Screen};
use crate::work::Work;

impl Wizard {
    /// Takes what a person wants; what has to be done for it comes back. What makes no sense at the moment
    /// changes nothing: a face may be a moment behind.
    #[must_use]
    pub fn take(&mut self, intent: Intent) -> Vec<Work> {
        if self.is_changing() {
            return if intent == Intent::CallOff { self.call_off() } else { Vec::new() };
        }
        if self.is_providing() {
            return Vec::new();
        }
        match intent {
            Intent::Practice {} if self.circumstances.practice => Vec::new(),
            Intent::Practice {} => vec![Work::Practice],
            // Whoever runs the practice leaves it: the real wizard is in none.
            Intent::LeavePractice {} => Vec::new(),
            Intent::LookAgain => self.look_again(),
            Intent::Begin => self.go(Screen::Computer),
            Intent::GoTo { screen } => self.go_to(screen),
            Intent::Back => self.back(),
            Intent::Next => self.next(),
            Intent::ChooseProxy { proxy } => self.choose_proxy(&proxy),
            Intent::Install { proxy } => self.provide(&proxy, Remedy::Install),
            Intent::StartProxy { proxy } => self.provide(&proxy, Remedy::Start),
            Intent::TypeUpstream { text } => self.type_upstream(text),
            Intent::TypeDomain { text } => self.type_domain(text),
            Intent::ChooseCertificate { choice } => self.choose_certificate(choice),
            Intent::SetPorts { http, https } => self.change_answers(|answers| {
                (answers.http_port, answers.https_port) = (http, https);
            }),
            Intent::SetHsts { on } => self.change_answers(|answers| answers.hsts = on),
            Intent::SetKnownProxies { on } => {
                self.change_answers(|answers| answers.known_proxies = on);
                self.plan()
            }
            Intent::SetAdopt { on } => {
                self.change_answers(|answers| answers.adopt = on);
                self.plan()
            }
            Intent::PlanAgain => self.plan(),
            Intent::Agree { plan_id } => self.agree(&plan_id),
            Intent::CallOff => Vec::new(),
            Intent::Check { url } => self.check(url),
            Intent::ShowHistory => self.show_history(),
            Intent::Undo { id, overwrite } => self.undo(id.as_deref(), overwrite),
            Intent::Recover { overwrite } => self.recover(overwrite),
            Intent::Dismiss => {
                self.notice = None;
                self.providing = None;
                Vec::new()
            }
        }
    }

    pub(super) fn look_again(&mut self) -> Vec<Work> {
        self.looking = true;
        vec![Work::Look]
    }

    fn go_to(&mut self, screen: Screen) -> Vec<Work> {
        let reached = WAY.iter().position(|stop| *stop == screen).is_none_or(|place| place < self.reached);
        let shown = match screen {
            Screen::Health => self.health.is_some(),
            Screen::Apply => self.change.is_some(),
            _ => true,
        };
        if reached && shown { self.go(screen) } else { Vec::new() }
    }

    /// Shows a screen, and asks for what it shows.
    pub(super) fn go(&mut self, screen: Screen) -> Vec<Work> {
        self.screen = screen;
        if let Some(place) = self.place() {
            self.reached = self.reached.max(place + 1);
        }
        match screen {
            Screen::Jellyfin if self.jellyfin.answer().is_none() => self.ask_jellyfin(),
            Screen::Domain if self.name.answer().is_none() => self.look_up(),
            Screen::Review => self.plan(),
            Screen::History if self.history.is_none() => self.show_history(),
            _ => Vec::new(),
        }
    }

    fn back(&mut self) -> Vec<Work> {
        match self.place() {
            Some(0) | None => self.go(Screen::Home),
            Some(place) => self.go(WAY[place - 1]),
        }
    }

    fn next(&mut self) -> Vec<Work> {
        match (self.next_needs(), self.place()) {
            // Beyond the review lies a change, which is agreed to by the plan's id.
            (None, Some(place)) if WAY[place] != Screen::Review => self.go(WAY[place + 1]),
            _ => Vec::new(),
        }
    }

    fn change_answers(&mut self, change: impl FnOnce(&mut super::Answers)) -> Vec<Work> {
        change(&mut self.answers);
        Vec::new()
    }

    fn choose_proxy(&mut self, word: &str) -> Vec<Work> {
        self.answers.proxy = word.parse().ok().or(self.answers.proxy);
        Vec::new()
    }

    fn type_upstream(&mut self, text: String) -> Vec<Work> {
        self.answers.upstream = text;
        self.ask_jellyfin()
    }

    pub(super) fn ask_jellyfin(&mut self) -> Vec<Work> {
        let Some(upstream) = self.answers.upstream() else {
            self.jellyfin.forget();
            return Vec::new();
        };
        let ticket = self.ticket();
        self.jellyfin.ask(ticket);
        vec![Work::AskJellyfin(ticket, upstream)]
    }

    fn type_domain(&mut self, text: String) -> Vec<Work> {
        self.answers.domain = text;
        let looked_up = self.look_up();
        // Whether a certificate fits goes by the name.
        looked_up.into_iter().chain(self.judge()).collect()
    }

    fn look_up(&mut self) -> Vec<Work> {
        let Ok(domain) = self.answers.domain.trim().parse::<Fqdn>() else {
            self.name.forget();
            return Vec::new();
        };
        let ticket = self.ticket();
        self.name.ask(ticket);
        vec![Work::LookUp(ticket, domain)]
    }

    fn choose_certificate(&mut self, choice: CertificateChoice) -> Vec<Work> {
        self.answers.certificate = Some(choice);
        self.judge()
    }

    fn judge(&mut self) -> Vec<Work> {
        self.certificate.forget();
        let path = |text: &String| text.trim().parse::<AbsPath>().ok();
        let files = match &self.answers.certificate {
            Some(CertificateChoice::Found { cert, key } | CertificateChoice::Files { cert, key }) => {
                path(cert).zip(path(key))
            }
            Some(CertificateChoice::Combined { pem }) => path(pem).map(|pem| (pem.clone(), pem)),
            Some(CertificateChoice::LocalCa | CertificateChoice::NoTls) | None => None,
        };
        let Some((cert, key)) = files else { return Vec::new() };
        let ticket = self.ticket();
        self.certificate.ask(ticket);
        vec![Work::Judge(ticket, cert, key)]
    }

    pub(super) fn plan(&mut self) -> Vec<Work> {
        if self.screen != Screen::Review || !self.answers.problems().is_empty() {
            return Vec::new();
        }
        let ticket = self.ticket();
        self.plan.ask(ticket);
        self.planned_by_root = false;
        vec![Work::Plan(ticket, Box::new(self.answers.form(self.jellyfin.answer())))]
    }

    fn agree(&mut self, plan_id: &str) -> Vec<Work> {
        let review = self.review();
        let Some(shown) = self.plan.answer().cloned() else { return Vec::new() };
        if review.state != PlanningState::Planned || shown.plan_id.as_deref() != Some(plan_id) {
            return Vec::new();
        }
        let form = Box::new(self.answers.form(self.jellyfin.answer()));
        self.begin_change(Errand::SetUp, super::show::ahead(&shown), shown.url.clone());
        self.reached = WAY.len();
        vec![Work::CarryOut { form, shown: Box::new(shown) }]
    }

    fn call_off(&mut self) -> Vec<Work> {
        match &mut self.change {
            Some(change) if [ChangeState::AskingPassword, ChangeState::Running].contains(&change.state) => {
                change.state = ChangeState::CallingOff;
                vec![Work::CallOff]
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn check(&mut self, site: Option<String>) -> Vec<Work> {
        if self.machine.is_none() {
            self.waiting_test = Some(site);
            return Vec::new();
        }
        let Some(url) = self.tested_url(site) else { return self.go(Screen::Home) };
        let ticket = self.ticket();
        if self.health.as_ref().is_none_or(|health| health.url != url) {
            self.health = Some(HealthTest::of(url.clone()));
        }
        if let Some(health) = &mut self.health {
            health.settled.clear();
            health.test.ask_again(ticket);
        }
        self.screen = Screen::Health;
        let test = Work::Check(ticket, url);
        if self.looking {
            // A site that was just set up is tested with what is known of it.
            self.after_look = vec![test];
            return Vec::new();
        }
        vec![test]
    }

    /// The address of a site that somebody names by it or by its name; else of the one that was tested or set
    /// up last, or of the only one there is.
    fn tested_url(&self, site: Option<String>) -> Option<String> {
        let managed = self.computer().managed;
        match site {
            Some(site) => {
                let named = managed.into_iter().find(|known| known.name == site || known.url == site);
                let typed = if site.contains("://") { site } else { format!("https://{site}") };
                let unknown = typed.parse::<SiteUrl>().is_ok().then_some(typed);
                named.map(|known| known.url).or(unknown)
            }
            None => {
                let latest = self.health.as_ref().map(|health| health.url.clone());
                latest.or_else(|| <[_; 1]>::try_from(managed).ok().map(|[only]| only.url))
            }
        }
    }

    fn show_history(&mut self) -> Vec<Work> {
        self.screen = Screen::History;
        let changes = self.history.take().map(|history| history.changes).unwrap_or_default();
        self.history = Some(HistoryView { reading: true, changes });
        vec![Work::History]
    }

    fn undo(&mut self, id: Option<&str>, overwrite: bool) -> Vec<Work> {
        let stopped_at = self.change.as_ref().and_then(|change| change.id.as_deref());
        if self.errand == Errand::Recover && overwrite && id == stopped_at {
            return self.recover(overwrite);
        }
        let Ok(id) = id.map(str::parse::<ChangeId>).transpose() else { return Vec::new() };
        self.begin_change(Errand::Undo, Vec::new(), None);
        vec![Work::Undo { id, overwrite }]
    }

    fn recover(&mut self, overwrite: bool) -> Vec<Work> {
        self.begin_change(Errand::Recover, Vec::new(), None);
        vec![Work::Recover { overwrite }]
    }
}
