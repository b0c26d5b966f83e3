use std::collections::BTreeSet;

use engine::facts::{ConfigCheck, HostFacts, collect};
use engine::host::Host;
use engine::names::Version;
use engine::plan::{Plan, PlanView, plan};
use engine::proxies::ProxyKind;
use engine::request::{Request, SetupForm};

use crate::protocol::Report;

/// A plan that can be approved.
pub struct Planned {
    /// What will be done. It never leaves the root side.
    pub plan: Plan,
    /// The same for people.
    pub view: PlanView,
    /// What the server's check warns of already, so that the change is not blamed for it.
    pub known_warnings: BTreeSet<String>,
}

/// Makes plans.
pub trait Planner {
    /// The plan for a form on a machine.
    ///
    /// # Errors
    /// What the front is told where there is none.
    fn plan(
        &self,
        host: &dyn Host,
        form: &SetupForm,
        version: Option<Version>,
    ) -> Result<Planned, Box<Report>>;
}

/// The engine's own planner.
#[derive(Debug, Clone, Copy, Default)]
pub struct EnginePlanner;

impl Planner for EnginePlanner {
    fn plan(
        &self,
        host: &dyn Host,
        form: &SetupForm,
        version: Option<Version>,
    ) -> Result<Planned, Box<Report>> {
        let request =
            Request::parse(form).map_err(|problems| Box::new(Report::FieldProblems { problems }))?;
        let mut wanted = request.wanted();
        wanted.proxy_version = version;
        let facts = collect(host, &wanted);
        let plan = plan(&facts, &request)
            .map_err(|refusal| Box::new(Report::Refused { view: Box::new(PlanView::from(&refusal)) }))?;
        let known_warnings = known_warnings(&facts, plan.proxy);
        Ok(Planned { view: PlanView::of(&plan, &facts), known_warnings, plan })
    }
}

fn known_warnings(facts: &HostFacts, proxy: ProxyKind) -> BTreeSet<String> {
    let install = facts.installs.iter().find(|install| install.proxy == proxy);
    match install.map(|install| &install.config_check) {
        Some(ConfigCheck::Passed { warnings }) => warnings.iter().cloned().collect(),
        Some(ConfigCheck::NotAsked | ConfigCheck::Failed { .. }) | None => BTreeSet::new(),
    }
}
