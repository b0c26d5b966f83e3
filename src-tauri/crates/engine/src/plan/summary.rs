use serde::{Deserialize, Serialize};

use super::{EnableKind, Finding, Observation, Plan, Refusal, Step};
use crate::facts::HostFacts;
use crate::names::AbsPath;
use crate::proxies::Reload;
use crate::request::FieldProblem;
use crate::text::unified_diff;

/// A plan for people: what the command line prints and what crosses the root border upward. Keys and
/// file contents are not in it, save as the lines of a diff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanView {
    /// Version of this document.
    pub schema: u32,
    /// The plan's id; `None` for a refusal.
    pub plan_id: Option<String>,
    /// The address that will answer.
    pub url: Option<String>,
    /// Where Jellyfin listens.
    pub upstream: Option<String>,
    /// What is done, in order.
    pub steps: Vec<StepView>,
    /// What the user should know.
    pub findings: Vec<Finding>,
    /// Why there is no plan.
    pub refusal: Option<RefusalView>,
}

/// A step for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepView {
    /// The step's kind, as in [`Step`].
    pub kind: String,
    /// The file it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What a step of the kind `observe` looks at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<Observation>,
    /// The links it makes, where a tool makes several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// A sentence.
    pub summary: String,
    /// A unified diff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<String>,
}

/// A refusal for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalView {
    /// A stable word.
    pub code: String,
    /// What is in the way.
    pub message: String,
    /// What to do about it.
    pub next: String,
    /// The command that does it, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// The ways out where there are several, best first; any one of them is enough.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ways: Vec<String>,
}

impl PlanView {
    /// The view of a plan made on these facts.
    pub fn of(plan: &Plan, facts: &HostFacts) -> Self {
        Self {
            schema: 1,
            plan_id: Some(plan.id.to_string()),
            url: Some(plan.url.clone()),
            upstream: Some(plan.upstream.to_string()),
            steps: plan.steps.iter().map(|step| StepView::of(step, facts)).collect(),
            findings: plan.findings.clone(),
            refusal: None,
        }
    }

    fn empty() -> Self {
        Self {
            schema: 1,
            plan_id: None,
            url: None,
            upstream: None,
            steps: Vec::new(),
            findings: Vec::new(),
            refusal: None,
        }
    }
}

impl From<&Refusal> for PlanView {
    fn from(refusal: &Refusal) -> Self {
        Self { refusal: Some(refusal.into()), ..Self::empty() }
    }
}

/// Fields that make no sense in themselves are refused like the rest, the first one standing for all.
impl From<&[FieldProblem]> for PlanView {
    fn from(problems: &[FieldProblem]) -> Self {
        let first = problems.first();
        let messages: Vec<String> =
            problems.iter().map(|problem| format!("{}: {}", problem.field, problem.message)).collect();
        let refusal = RefusalView {
            code: first.map(|problem| problem.code.clone()).unwrap_or_default(),
            message: messages.join("; "),
            next: "correct that and try again".to_owned(),
            command: None,
            ways: Vec::new(),
        };
        Self { refusal: Some(refusal), ..Self::empty() }
    }
}

impl From<&Refusal> for RefusalView {
    fn from(refusal: &Refusal) -> Self {
        Self {
            code: refusal.code().to_owned(),
            message: refusal.to_string(),
            next: refusal.next(),
            command: refusal.command().map(str::to_owned),
            ways: refusal.ways().to_vec(),
        }
    }
}

impl StepView {
    fn of(step: &Step, facts: &HostFacts) -> Self {
        let diff = match step {
            Step::WriteFile { path, content, .. } => {
                Some(unified_diff(path.as_str(), facts.content(path), Some(content.as_bytes())))
            }
            Step::Remove { path } => Some(unified_diff(path.as_str(), facts.content(path), None)),
            _ => None,
        };
        let links = match step {
            Step::Enable(enable) => enable.links.iter().map(|(link, _)| link.to_string()).collect(),
            _ => Vec::new(),
        };
        let what = match step {
            Step::Observe { what } => Some(*what),
            _ => None,
        };
        Self {
            kind: step.kind().to_owned(),
            path: step.path().map(ToString::to_string),
            what,
            links,
            summary: step.summary(),
            diff,
        }
    }
}

impl Step {
    /// The step's kind as one stable word, as in its JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::MakeFolder { .. } => "make_folder",
            Self::WriteFile { .. } => "write_file",
            Self::Link { .. } => "link",
            Self::Remove { .. } => "remove",
            Self::CombinePem { .. } => "combine_pem",
            Self::IssueCertificate { .. } => "issue_certificate",
            Self::Enable(_) => "enable",
            Self::Permit(_) => "permit",
            Self::CheckConfig { .. } => "check_config",
            Self::Reload { .. } => "reload",
            Self::Observe { .. } => "observe",
            Self::RestartJellyfin { .. } => "restart_jellyfin",
        }
    }

    /// The file or folder it makes or changes.
    pub fn path(&self) -> Option<&AbsPath> {
        match self {
            Self::MakeFolder { path, .. }
            | Self::WriteFile { path, .. }
            | Self::Link { path, .. }
            | Self::Remove { path }
            | Self::CombinePem { path, .. }
            | Self::IssueCertificate { cert: path, .. } => Some(path),
            Self::Enable(_)
            | Self::Permit(_)
            | Self::CheckConfig { .. }
            | Self::Reload { .. }
            | Self::Observe { .. }
            | Self::RestartJellyfin { .. } => None,
        }
    }

    /// The step in a plain sentence.
    pub fn summary(&self) -> String {
        match self {
            Self::MakeFolder { path, .. } => format!("Make the folder {path}"),
            Self::WriteFile { path, .. } => format!("Write {path}"),
            Self::Link { path, target } => format!("Link {path} to {target}"),
            Self::Remove { path } => format!("Take away {path}"),
            Self::CombinePem { path, cert, key } => {
                format!("Put {cert} and {key} together in {path}, readable for root only")
            }
            Self::IssueCertificate { domain, ca_cert, .. } => {
                format!("Make a certificate for {domain}, signed by this machine's own authority {ca_cert}")
            }
            Self::Enable(enable) => {
                let names: Vec<&str> = enable.names.iter().map(|name| name.as_str()).collect();
                let what = match enable.what {
                    EnableKind::Module if names.len() == 1 => "module",
                    EnableKind::Module => "modules",
                    EnableKind::Site => "site",
                };
                format!("Switch on the {what} {} ({})", names.join(", "), enable.call)
            }
            Self::Permit(permit) => permit.summary(),
            Self::CheckConfig { call, .. } => format!("Let the server check everything ({call})"),
            Self::Reload { how: Reload::Call(call) } => format!("Reload, without dropping anybody ({call})"),
            Self::Reload { how: Reload::Usr2 { pid_file } } => {
                format!("Reload, without dropping anybody (SIGUSR2 to the process in {pid_file})")
            }
            Self::Observe { what: Observation::SiteAnswers } => {
                "See that the site answers and leads to Jellyfin".to_owned()
            }
            Self::Observe { what: Observation::Healthy } => "Run the whole health check".to_owned(),
            Self::RestartJellyfin { upstream } => {
                format!("Ask Jellyfin at {upstream} to restart, and wait until it is ready")
            }
        }
    }
}
