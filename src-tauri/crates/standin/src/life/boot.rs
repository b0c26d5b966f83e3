//! One start: the settings as they were read then.

use std::sync::Arc;

use tokio::sync::watch;
use tokio::time::Instant;

use super::phase::Phase;
use crate::network::config::NetworkConfig;
use crate::network::known_proxies::KnownProxies;
use crate::network::local_network::LocalNetwork;
use crate::server::Server;

/// One start: the settings as they were read then, and the phase it is in.
pub(crate) struct Boot {
    pub(crate) server: Arc<Server>,
    pub(crate) config: NetworkConfig,
    pub(crate) known: KnownProxies,
    pub(crate) local_network: LocalNetwork,
    /// The port listened on, whatever network.xml says.
    pub(crate) port: u16,
    pub(crate) began: Instant,
    phase: watch::Receiver<Phase>,
    closing: watch::Receiver<bool>,
}

impl Boot {
    pub(super) async fn new(
        server: Arc<Server>,
        config: NetworkConfig,
        port: u16,
        phase: watch::Receiver<Phase>,
        closing: watch::Receiver<bool>,
    ) -> Self {
        let known = KnownProxies::resolve(&config, server.options.version).await;
        let local_network = LocalNetwork::new(&config);
        Self { server, config, known, local_network, port, began: Instant::now(), phase, closing }
    }

    /// The phase at this moment.
    pub(crate) fn phase(&self) -> Phase {
        *self.phase.borrow()
    }

    /// Waits until this start is over.
    pub(crate) async fn closing(&self) {
        let mut closing = self.closing.clone();
        // The sender going away means the end as well.
        let _ = closing.wait_for(|closing| *closing).await;
    }
}
