use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::{Duration, Instant};

use engine::names::Upstream;
use engine::plan::PlanView;
use engine::request::{CertificateForm, KnownProxies, SetupForm};
use engine::verdict::{CheckId, Code, Health, SiteUrl, Status, Verdict, judge};
use probe::{Roots, Target, measure};

use crate::{site_of, surroundings};

/// Where the authority of this machine's own has its certificate; anybody may read it.
pub const LOCAL_CA: &str = "/etc/jellyfin-proxy/ca/ca.crt";

/// Apache may take a second to hand over to the new configuration, and eleven where its process limit
/// is reached (measured); HAProxy asks a new backend once before it sends anybody there.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(150);

/// How the user's side looks at the site that is being set up: on this machine, under its name.
pub struct Observer {
    target: Target,
    local_ca: bool,
    accepted: Vec<Code>,
}

/// What was agreed to before and is no reason to undo a set-up.
fn accepted(form: &SetupForm, upstream: &Upstream) -> Vec<Code> {
    // The plan said so: a certificate without intermediates serves browsers at least.
    let mut accepted = vec![Code::ChainIncomplete];
    if form.known_proxies == KnownProxies::Leave || !upstream.is_loopback() {
        accepted.push(Code::ProxyNotKnown);
    }
    accepted
}

impl Observer {
    /// The observer for a plan that was shown; `None` for one that was refused.
    pub fn of(view: &PlanView, form: &SetupForm) -> Option<Self> {
        let url: SiteUrl = view.url.as_ref()?.parse().ok()?;
        let upstream: Upstream = view.upstream.as_ref()?.parse().ok()?;
        let by_hand = view.findings.iter().any(|finding| finding.code == "known_proxies_by_hand");
        let mut target = Target::new(url);
        target.connect = Some(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), target.url.port()));
        target.http_port = target.url.tls().then_some(form.http_port.unwrap_or(80));
        target.upstream = Some(site_of(&upstream).below(target.url.base_path()));
        if upstream.is_loopback() {
            target.own_addresses = surroundings::own_addresses();
        }
        let mut accepted = accepted(form, &upstream);
        accepted.extend(by_hand.then_some(Code::ProxyNotKnown));
        Some(Self { target, local_ca: form.certificate == CertificateForm::LocalCa, accepted })
    }

    /// Waits until the site answers and leads to this Jellyfin, or somebody has enough of it.
    ///
    /// # Errors
    /// What was seen last, where it is not good.
    pub async fn site_answers(&self, enough: &dyn Fn() -> bool) -> Result<Verdict, Verdict> {
        let answers = |verdict: &Verdict| {
            let same = verdict.check(CheckId::JellyfinSameServer);
            same.is_some_and(|check| check.status == Status::Pass)
        };
        self.until(answers, enough).await
    }

    /// Waits until nothing is broken but what was agreed to, or somebody has enough of it.
    ///
    /// # Errors
    /// What was seen last, where it is not good.
    pub async fn healthy(&self, enough: &dyn Fn() -> bool) -> Result<Verdict, Verdict> {
        self.until(|verdict| self.is_good(verdict), enough).await
    }

    /// Whether nothing is broken but what was agreed to.
    pub fn is_good(&self, verdict: &Verdict) -> bool {
        verdict.health_accepting(&self.accepted) != Health::Broken
    }

    /// One look, now.
    pub async fn look(&self) -> Verdict {
        let mut target = self.target.clone();
        if self.local_ca
            && let Some(roots) = local_roots()
        {
            target.roots = roots;
        }
        target.access_log = surroundings::access_log();
        judge(&measure(&target).await)
    }

    async fn until(
        &self,
        good: impl Fn(&Verdict) -> bool,
        enough: &dyn Fn() -> bool,
    ) -> Result<Verdict, Verdict> {
        let begin = Instant::now();
        loop {
            let verdict = self.look().await;
            if good(&verdict) {
                return Ok(verdict);
            }
            if enough() || begin.elapsed() >= PATIENCE {
                return Err(verdict);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

pub(crate) fn local_roots() -> Option<Roots> {
    Roots::from_pem(&std::fs::read(Path::new(LOCAL_CA)).ok()?).ok()
}
