//! A proxy, a machine and a planner that do what a test wants.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::Path;

use engine::facts::{ConfigCheck, Evidence, HostFacts, Install, Listener, PackageFamily, Process, Wanted};
use engine::host::{Entry, Host, HostError, ToolAnswer, ToolCall};
use engine::names::{AbsPath, Fqdn, Upstream, Version};
use engine::plan::{Plan, PlanView, Refusal};
use engine::proxies::{Adoptable, Answering, Change, Proxy, Visit, WantedSite};
use engine::request::SetupForm;
use helper::protocol::Report;
use helper::session::{Planned, Planner};
use jiff::Timestamp;
use system::host::TreeHost;

/// A proxy that no registry knows: its configuration is good where the check ends well.
pub(crate) static PROXY: PretendProxy = PretendProxy;

pub(crate) struct PretendProxy;

impl Proxy for PretendProxy {
    fn word(&self) -> &'static str {
        "pretend"
    }

    fn title(&self) -> &'static str {
        "Pretend"
    }

    fn package(&self, _family: PackageFamily) -> &'static str {
        "pretend"
    }

    fn programs(&self) -> &'static [&'static str] {
        &["cat"]
    }

    fn selinux_boolean(&self) -> &'static str {
        "pretend_connect"
    }

    fn selinux_port_type(&self) -> Option<&'static str> {
        None
    }

    fn detect(&self, _evidence: &mut Evidence<'_>, _wanted: &Wanted) -> Option<Install> {
        None
    }

    fn change(&self, _: &HostFacts, _: &Install, site: &WantedSite) -> Result<Change, Refusal> {
        Err(Refusal::Unsound {
            reason: "plans are made by hand here".to_owned(),
            domain: site.domain.clone(),
        })
    }

    fn answering(&self, _: &HostFacts, _: &Install, _: &Visit) -> Answering {
        Answering::Nobody
    }

    fn adoptable(&self, _: &HostFacts, _: &Install, _: &Fqdn, _: &Upstream) -> Option<Adoptable> {
        None
    }

    fn start(&self, install: &Install) -> ToolCall {
        ToolCall::new(&install.binary, &[])
    }

    fn read_check(&self, answer: &ToolAnswer) -> ConfigCheck {
        let lines = |text: &str| text.lines().map(str::to_owned).collect();
        match answer.code {
            Some(0) => ConfigCheck::Passed { warnings: lines(&answer.stdout) },
            _ => ConfigCheck::Failed { errors: lines(&answer.stderr) },
        }
    }
}

/// A tree that passes for a machine that runs.
pub(crate) struct LiveTree(TreeHost);

impl LiveTree {
    pub(crate) fn open(root: &Path) -> Self {
        Self(TreeHost::open(root).unwrap())
    }
}

impl Host for LiveTree {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    fn is_privileged(&self) -> bool {
        self.0.is_privileged()
    }

    fn is_live(&self) -> bool {
        true
    }

    fn entry(&self, path: &AbsPath) -> Result<Option<Entry>, HostError> {
        self.0.entry(path)
    }

    fn read(&self, path: &AbsPath) -> Result<Vec<u8>, HostError> {
        self.0.read(path)
    }

    fn list(&self, path: &AbsPath) -> Result<Vec<String>, HostError> {
        self.0.list(path)
    }

    fn resolve(&self, path: &AbsPath) -> Result<AbsPath, HostError> {
        self.0.resolve(path)
    }

    fn find_program(&self, name: &str) -> Option<AbsPath> {
        self.0.find_program(name)
    }

    fn ask(&self, call: &ToolCall) -> Result<ToolAnswer, HostError> {
        self.0.ask(call)
    }

    fn listeners(&self) -> Result<Vec<Listener>, HostError> {
        self.0.listeners()
    }

    fn processes(&self) -> Result<Vec<Process>, HostError> {
        self.0.processes()
    }

    fn source_address(&self, to: IpAddr) -> Option<IpAddr> {
        self.0.source_address(to)
    }
}

/// Shows one plan to whoever asks.
pub(crate) struct ReadyPlanner {
    pub(crate) plan: Plan,
    pub(crate) known_warnings: BTreeSet<String>,
}

impl Planner for ReadyPlanner {
    fn plan(&self, _: &dyn Host, _: &SetupForm, _: Option<Version>) -> Result<Planned, Box<Report>> {
        let view = PlanView {
            schema: 1,
            plan_id: Some(self.plan.id.to_string()),
            url: Some(self.plan.url.clone()),
            upstream: Some(self.plan.upstream.to_string()),
            steps: Vec::new(),
            findings: Vec::new(),
            refusal: None,
        };
        Ok(Planned { plan: self.plan.clone(), view, known_warnings: self.known_warnings.clone() })
    }
}
