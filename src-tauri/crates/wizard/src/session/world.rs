use std::sync::Arc;
use std::time::{Duration, Instant};

use engine::facts::{CertificateFault, Evidence, HostFacts, Wanted, collect, read_certificate};
use engine::host::HostError;
use engine::names::AbsPath;
use engine::plan::PlanView;
use engine::request::SetupForm;
use system::host::LiveHost;
use tokio::runtime::Handle;

use super::change::ChangeThread;
use super::{Answers, name};
use crate::state::Circumstances;
use crate::work::{Found, Ticket, Work};

/// Does what the state asks for, each on its own, and tells what came of it.
pub(super) struct World {
    circumstances: Circumstances,
    answers: Answers,
    runtime: Handle,
    changes: ChangeThread,
    facts: Option<Arc<HostFacts>>,
}

impl World {
    pub(super) fn new(circumstances: Circumstances, answers: Answers, runtime: Handle) -> Self {
        let changes = ChangeThread::start(answers.clone(), runtime.clone(), circumstances.root_by);
        Self { circumstances, answers, runtime, changes, facts: None }
    }

    /// Keeps what later work goes by.
    pub(super) fn remember(&mut self, found: &Found) {
        if let Found::Machine(facts) = found {
            self.facts = Some(Arc::new((**facts).clone()));
        }
    }

    /// Sets to a piece of work, and returns at once.
    pub(super) fn set_to(&self, work: Work) {
        let answers = self.answers.clone();
        match work {
            Work::Look => {
                let jellyfin_config = self.circumstances.jellyfin_config.clone();
                self.apart(answers, || look(jellyfin_config));
            }
            Work::AskJellyfin(ticket, upstream) => self.beside(async move {
                answers.tell(Found::Jellyfin(ticket, front::jellyfin_at(&upstream, "").await));
            }),
            Work::LookUp(ticket, domain) => self.beside(async move {
                answers.tell(Found::Name(ticket, name::look_up(&domain).await));
            }),
            Work::Judge(ticket, cert, key) => self.apart(answers, move || judge(ticket, &cert, &key)),
            Work::Plan(ticket, form) => {
                let runtime = self.runtime.clone();
                self.apart(answers, move || Found::Plan(ticket, Box::new(runtime.block_on(plan(&form)))));
            }
            Work::Check(ticket, url) => self.check(ticket, &url),
            Work::CarryOut { .. }
            | Work::CallOff
            | Work::Provide { .. }
            | Work::History
            | Work::Undo { .. }
            | Work::Recover { .. } => self.changes.set_to(work),
            // The session itself is between the two wizards.
            Work::Practice => {}
        }
    }

    fn beside(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.runtime.spawn(work);
    }

    /// For work that reads the disk or runs programs.
    fn apart(&self, answers: Answers, work: impl FnOnce() -> Found + Send + 'static) {
        self.runtime.spawn_blocking(move || answers.tell(work()));
    }

    fn check(&self, ticket: Ticket, url: &str) {
        let Ok(url) = url.parse() else { return };
        let (answers, facts) = (self.answers.clone(), self.facts.clone());
        let practice = self.circumstances.practice;
        self.beside(async move {
            let begin = Instant::now();
            let told = |check, took: Duration| {
                answers.tell(Found::Checked(ticket, Box::new(check), took.as_secs_f64()));
            };
            let verdict = front::health_test(url, facts.as_deref(), practice, told).await;
            answers.tell(Found::Verdict(ticket, Box::new(verdict), begin.elapsed().as_secs_f64()));
        });
    }
}

fn look(jellyfin_config: Option<AbsPath>) -> Found {
    match LiveHost::open() {
        Ok(host) => {
            let wanted = Wanted { check_configs: true, jellyfin_config, ..Wanted::default() };
            Found::Machine(Box::new(collect(&host, &wanted)))
        }
        Err(error) => Found::NoMachine(error.to_string()),
    }
}

fn judge(ticket: Ticket, cert: &AbsPath, key: &AbsPath) -> Found {
    let unreadable =
        |error: HostError| CertificateFault::Unreadable { path: cert.clone(), reason: error.to_string() };
    let judged = LiveHost::open()
        .map_err(unreadable)
        .and_then(|host| read_certificate(&Evidence::new(&host), cert, key));
    Found::Certificate(ticket, Box::new(judged))
}

async fn plan(form: &SetupForm) -> PlanView {
    match LiveHost::open() {
        Ok(host) => front::preview(&host, form, None).await,
        Err(error) => PlanView::from(
            [engine::request::FieldProblem {
                field: "machine".to_owned(),
                code: "not_looked".to_owned(),
                message: error.to_string(),
            }]
            .as_slice(),
        ),
    }
}
