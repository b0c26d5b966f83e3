use super::layout::Layout;
use crate::facts::Install;
use crate::names::Version;
use crate::plan::{Finding, Refusal};
use crate::proxies::WantedSite;

/// What a version and a build take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dialect {
    version: Version,
    /// Whether its processing model has threads; `None` where nothing tells the model.
    threaded: Option<bool>,
}

/// The first with `mod_proxy_wstunnel`: before it no WebSocket passes.
const OLDEST: Version = Version::new(2, 4, 5);

impl Dialect {
    /// The install's.
    ///
    /// # Errors
    /// When it is too old, or cannot do what is asked for.
    pub(super) fn of(install: &Install, site: &WantedSite) -> Result<Self, Refusal> {
        let (proxy, version) = (install.proxy, install.version);
        if version < OLDEST {
            let lacks = format!("it passes no WebSockets on; {OLDEST} was the first to");
            return Err(Refusal::TooOld { proxy, version, lacks });
        }
        // `max=` of ProxyPass counts in each process of the server by itself, and an open WebSocket
        // keeps its place: with `max=2` six requests at a time were seen upstream (2.4.68, three
        // processes), and behind eight idle WebSockets nothing was answered any more.
        if site.max_connections.is_some() {
            return Err(Refusal::CannotQueue { proxy });
        }
        let is_model = |model: &str| {
            install.modules.contains(&format!("mpm_{model}"))
                || install.build.contains(&format!("MPM={model}"))
        };
        let models = [("event", true), ("worker", true), ("prefork", false)];
        let threaded = models.into_iter().find(|(model, _)| is_model(model)).map(|(_, threaded)| threaded);
        Ok(Self { version, threaded })
    }

    /// Whether HTTP/2 can be spoken: the module is there since 2.4.17, and needs threads.
    pub(super) fn can_http2(&self) -> bool {
        self.threaded == Some(true) && self.since(17)
    }

    /// Whether an upgrade needs a rule of its own: `ProxyPass … upgrade=` is there since 2.4.47.
    pub(super) fn rewrites_upgrades(&self) -> bool {
        !self.since(47)
    }

    /// Whether intermediate certificates are read from the certificate's own file.
    pub(super) fn reads_whole_chain(&self) -> bool {
        self.since(8)
    }

    /// Whether a header's value can be an expression.
    pub(super) fn has_value_expressions(&self) -> bool {
        self.since(10)
    }

    /// Whether session tickets can be left off.
    pub(super) fn has_session_tickets(&self) -> bool {
        self.since(11)
    }

    /// What is said where HTTP/2 is there and the processing model keeps it from working.
    pub(super) fn mpm_finding(&self, install: &Install, site: &WantedSite) -> Option<Finding> {
        let next = if Layout::is_debians(&install.main_config) {
            "switch to the event model if nothing needs prefork (mod_php does): sudo a2dismod mpm_prefork && sudo a2enmod mpm_event"
        } else {
            "have Apache run with its event model if nothing needs prefork (mod_php does)"
        };
        (site.tls.is_some() && self.since(17) && self.threaded == Some(false)).then(|| {
            Finding::warning(
                "http2_needs_threaded_mpm",
                "Apache runs without threads (prefork), where HTTP/2 does not work: visitors get HTTP/1.1",
                next,
            )
        })
    }

    fn since(&self, patch: u32) -> bool {
        self.version >= Version::new(2, 4, patch)
    }
}
