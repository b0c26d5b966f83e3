//! A wizard at a Debian machine with nginx, and what the world answers it.

use engine::facts::{HostFacts, Wanted, collect};
use engine::plan::{PlanView, plan};
use engine::request::{Request, SetupForm};
use engine::verdict::{JellyfinSeen, Phase};
use testkit::FolderHost;
use wizard::Intent;
use wizard::state::{Circumstances, Wizard};
use wizard::view::{PointsTo, Resolved, Screen, View};
use wizard::work::{Found, Work};

pub(crate) const DOMAIN: &str = "media.example.com";

/// The wizard, with the work that it waits for.
pub(crate) struct Desk {
    pub(crate) wizard: Wizard,
    pub(crate) waiting: Vec<Work>,
    facts: HostFacts,
}

impl Desk {
    /// A wizard that has looked at the machine.
    pub(crate) fn new(circumstances: Circumstances) -> Self {
        Self::at(circumstances, &debian())
    }

    pub(crate) fn at(circumstances: Circumstances, host: &FolderHost) -> Self {
        let (wizard, _) = Wizard::begin(circumstances);
        let mut desk = Self::of(wizard, host);
        desk.answer_all();
        desk
    }

    /// A wizard that has just begun, and waits to see this machine.
    pub(crate) fn of(wizard: Wizard, host: &FolderHost) -> Self {
        Self { wizard, waiting: vec![Work::Look], facts: collect(host, &Wanted::default()) }
    }

    pub(crate) fn want(&mut self, intent: Intent) {
        let work = self.wizard.take(intent);
        self.waiting.extend(work);
    }

    pub(crate) fn learn(&mut self, found: Found) {
        let work = self.wizard.learn(found);
        self.waiting.extend(work);
    }

    pub(crate) fn view(&self) -> View {
        self.wizard.view()
    }

    /// The world answers what it is asked, but carries nothing out.
    pub(crate) fn answer_all(&mut self) {
        while let Some(at) = self.waiting.iter().position(|work| self.answer(work).is_some()) {
            let work = self.waiting.remove(at);
            let found = self.answer(&work).expect("it was just there");
            self.learn(found);
        }
    }

    fn answer(&self, work: &Work) -> Option<Found> {
        Some(match work {
            Work::Look => Found::Machine(Box::new(self.facts.clone())),
            Work::AskJellyfin(ticket, _) => Found::Jellyfin(*ticket, jellyfin()),
            Work::LookUp(ticket, _) => {
                let addresses = vec!["203.0.113.9".to_owned()];
                Found::Name(*ticket, PointsTo { meaning: Resolved::Public, addresses })
            }
            Work::Plan(ticket, form) => Found::Plan(*ticket, Box::new(self.planned(form))),
            _ => return None,
        })
    }

    fn planned(&self, form: &SetupForm) -> PlanView {
        match plan(&self.facts, &Request::parse(form).expect("the state sends good forms only")) {
            Ok(plan) => PlanView::of(&plan, &self.facts),
            Err(refusal) => PlanView::from(&refusal),
        }
    }

    /// Goes to the review as a person would.
    pub(crate) fn reviewed(circumstances: Circumstances) -> Self {
        let mut desk = Self::new(circumstances);
        for _ in 0..3 {
            desk.want(Intent::Next);
            desk.answer_all();
        }
        desk.want(Intent::TypeDomain { text: DOMAIN.to_owned() });
        desk.answer_all();
        desk.want(Intent::Next);
        desk.want(Intent::ChooseCertificate { choice: wizard::CertificateChoice::LocalCa });
        desk.want(Intent::Next);
        desk.answer_all();
        assert_eq!(desk.view().screen, Screen::Review, "{:#?}", desk.view().next_needs);
        desk
    }

    /// Agrees to the plan that is shown.
    pub(crate) fn agree(&mut self) {
        let plan_id = self.view().review.plan_id.expect("there is a plan");
        self.want(Intent::Agree { plan_id });
    }
}

pub(crate) fn jellyfin() -> JellyfinSeen {
    JellyfinSeen {
        phase: Phase::Ready,
        id: Some("1".repeat(32)),
        version: Some("10.11.11".to_owned()),
        set_up: Some(true),
        base_path: String::new(),
        trusts_proxy: Some(false),
        stranger: None,
    }
}

pub(crate) fn debian() -> FolderHost {
    let version = "nginx version: nginx/1.22.1\nbuilt with OpenSSL 3.0.8 7 Feb 2023\n\
                   configure arguments: --conf-path=/etc/nginx/nginx.conf --with-http_ssl_module \
                   --with-http_v2_module\n";
    let main = "events {}\nhttp {\n    include /etc/nginx/sites-enabled/*;\n}\n";
    FolderHost::new()
        .file("/etc/os-release", "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n")
        .program("nginx", "/usr/sbin/nginx")
        .answers("/usr/sbin/nginx -V", 0, "", version)
        .file("/etc/nginx/nginx.conf", main)
        .folder("/etc/nginx/sites-enabled")
        .folder("/etc/nginx/sites-available")
        .process(100, "nginx", &["nginx: master process /usr/sbin/nginx"])
        .listener("0.0.0.0", 80, Some("nginx"))
}
