//! A site with its proxy, its plain http port and its Jellyfin, all on loopback.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use engine::verdict::{Check, CheckId, Observations, Verdict, judge, judge_one};
use probe::{Part, Target, measure_telling};
use rustls::{DEFAULT_VERSIONS, ServerConfig};

use crate::certificates::{Chain, GOOD};
use crate::fake::{Act, Fake, Handler, Request};
use crate::jellyfin_like::{Visit, answer, other, to};

/// What is changed: where it is not `None`, it takes the place of the good answer.
pub(crate) type Fault = fn(&Request) -> Option<Act>;

/// How the site is set up.
pub(crate) struct Stage {
    /// As visitors type it, without the port where `on_own_port` holds.
    pub(crate) url: &'static str,
    /// The address all of it listens on.
    pub(crate) at: &'static str,
    pub(crate) base_path: &'static str,
    /// Whether the URL carries the port that is dialled, and nothing is dialled elsewhere.
    pub(crate) on_own_port: bool,
    pub(crate) chain: Chain,
    pub(crate) alpn: &'static [&'static str],
    pub(crate) versions: Vec<&'static rustls::SupportedProtocolVersion>,
    pub(crate) site: Fault,
    pub(crate) plain: Fault,
    pub(crate) upstream: Fault,
}

/// The servers of a stage, and how to get at them.
pub(crate) struct Set {
    pub(crate) target: Target,
    _servers: [Fake; 3],
}

impl Stage {
    /// A good site.
    pub(crate) fn good() -> Self {
        Self {
            url: "https://media.example.com",
            at: "127.0.0.1:0",
            base_path: "",
            on_own_port: false,
            chain: Chain::make(GOOD),
            alpn: &["h2", "http/1.1"],
            versions: DEFAULT_VERSIONS.to_vec(),
            site: |_| None,
            plain: |_| None,
            upstream: |_| None,
        }
    }

    /// Starts the servers.
    pub(crate) async fn set(&self) -> Set {
        let scheme = if self.url.starts_with("https") { "https" } else { "http" };
        let tls: Option<Arc<ServerConfig>> =
            (scheme == "https").then(|| self.chain.server(self.alpn, &self.versions));
        let site = Fake::start(self.at, tls, self.site_handler(scheme)).await;
        let plain = Fake::start(self.at, None, self.plain_handler()).await;
        let upstream = Fake::start(self.at, None, self.upstream_handler()).await;

        let port = if self.on_own_port { format!(":{}", site.address.port()) } else { String::new() };
        let url = format!("{}{port}{}", self.url, self.base_path);
        let mut target = Target::new(url.parse().expect("a site"));
        target.connect = (!self.on_own_port).then_some(site.address);
        target.http_port = (scheme == "https" && !self.on_own_port).then(|| plain.address.port());
        target.upstream = format!("http://{}{}", upstream.address, self.base_path).parse().ok();
        target.roots = self.chain.root();
        Set { target, _servers: [site, plain, upstream] }
    }

    fn site_handler(&self, scheme: &'static str) -> Handler {
        let (fault, base_path) = (self.site, self.base_path);
        Arc::new(move |request| {
            let host = request.field("host").unwrap_or_default().to_owned();
            fault(request).unwrap_or_else(|| answer(request, &Visit { scheme, host, base_path }))
        })
    }

    fn plain_handler(&self) -> Handler {
        let fault = self.plain;
        Arc::new(move |request| {
            let good = || match request.path.starts_with("/.well-known/") {
                true => other(404, "not found"),
                false => to(301, &format!("https://media.example.com{}", request.path), false),
            };
            fault(request).unwrap_or_else(good)
        })
    }

    /// A Jellyfin that believes its proxy.
    fn upstream_handler(&self) -> Handler {
        let (fault, base_path) = (self.upstream, self.base_path);
        Arc::new(move |request| {
            let scheme = if request.field("x-forwarded-proto") == Some("https") { "https" } else { "http" };
            let host = request.field("host").unwrap_or_default().to_owned();
            fault(request).unwrap_or_else(|| answer(request, &Visit { scheme, host, base_path }))
        })
    }
}

impl Set {
    /// Measures and judges.
    pub(crate) async fn judged(&self) -> (Observations, Verdict) {
        let told = Mutex::new((BTreeSet::new(), BTreeMap::new()));
        let seen = measure_telling(&self.target, &|part, _, seen| {
            let (parts, checks) = &mut *told.lock().expect("nothing panics with it");
            parts.insert(part);
            for &id in CheckId::ALL {
                if Part::of(id).iter().all(|needed| parts.contains(needed)) {
                    checks.entry(id).or_insert_with(|| judge_one(id, seen));
                }
            }
        })
        .await;
        let verdict = judge(&seen);
        // What is told of a check on the way is what is said of it at the end.
        let told: Vec<Check> = told.into_inner().expect("nothing panics with it").1.into_values().collect();
        assert_eq!(told, verdict.checks);
        (seen, verdict)
    }
}

/// One check of a verdict.
pub(crate) fn of(verdict: &Verdict, id: CheckId) -> &Check {
    verdict.check(id).expect("every check stands in every verdict")
}
