//! Starting a stand-in, and the handle on one that runs.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::lifetime::{self, Lifetime};
use super::phase::{Phase, Program};
use super::{plan, port};
use crate::error::StartError;
use crate::network::config::NetworkConfig;
use crate::options::Options;
use crate::seen::Seen;
use crate::server::Server;

/// A Jellyfin that is none.
#[derive(Debug)]
pub struct Standin;

/// A stand-in that runs, or is between two phases. Dropping it stops it at once.
pub struct Running {
    server: Arc<Server>,
    addresses: Arc<Mutex<Vec<SocketAddr>>>,
    phase: watch::Receiver<Phase>,
    stop: watch::Sender<bool>,
    /// Taken once it has ended and said why.
    life: Option<JoinHandle<Option<StartError>>>,
}

impl Standin {
    /// Starts one. It listens when this returns, unless its first phase is one in which nothing does.
    pub async fn start(options: Options) -> Result<Running, StartError> {
        let config = NetworkConfig::load(&options.config)?;
        let wanted = options.port.unwrap_or(config.internal_http_port);
        let listeners = port::listen(&lifetime::addresses(&options, &config), wanted).await?;
        let bound: Vec<SocketAddr> = listeners.iter().filter_map(|it| it.local_addr().ok()).collect();
        let fixed_port = options.port.and(bound.first().map(SocketAddr::port));
        let addresses = Arc::new(Mutex::new(bound));
        let first = plan::cold_start(&options)[0].phase;
        let opens = first.program() != Program::Nothing;
        let (phase, current) = watch::channel(first);
        let server = Arc::new(Server::new(options));
        let mut lifetime = Lifetime {
            server: Arc::clone(&server),
            phase,
            addresses: Arc::clone(&addresses),
            fixed_port,
            reserved: opens.then_some((config, listeners)),
            doors: None,
            program: Program::Nothing,
        };
        let (stop, mut stopped) = watch::channel(false);
        let life = tokio::spawn(async move {
            let failure = tokio::select! {
                failure = lifetime.live() => Some(failure),
                _ = stopped.wait_for(|stop| *stop) => None,
            };
            lifetime.close().await;
            failure
        });
        Ok(Running { server, addresses, phase: current, stop, life: Some(life) })
    }
}

impl Running {
    /// Where it listens, or will listen when its phase lets it: the first of its addresses, loopback
    /// in place of an unspecified one.
    pub fn addr(&self) -> SocketAddr {
        let addresses = self.addresses.lock().unwrap_or_else(PoisonError::into_inner);
        let first = addresses.first().copied().unwrap_or_else(|| (Ipv4Addr::LOCALHOST, 0).into());
        if first.ip().is_unspecified() { (Ipv4Addr::LOCALHOST, first.port()).into() } else { first }
    }

    /// `http://` and its address, without a slash behind.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr())
    }

    /// The server's id, as `/System/Info/Public` tells it.
    pub fn server_id(&self) -> &str {
        &self.server.id
    }

    /// The phase at this moment.
    pub fn phase(&self) -> Phase {
        *self.phase.borrow()
    }

    /// Waits until this phase is reached; never returns if the server fails before.
    pub async fn reach(&self, phase: Phase) {
        let mut current = self.phase.clone();
        if current.wait_for(|now| *now == phase).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// The last requests, oldest first, as many as the options keep.
    pub fn seen(&self) -> Vec<Seen> {
        self.server.visitors.list()
    }

    /// Waits for a failure that ends it, such as a port taken by somebody else during a restart. It
    /// is told once.
    pub async fn failure(&mut self) -> Option<StartError> {
        let outcome = self.life.as_mut()?.await;
        self.life = None;
        outcome.ok().flatten()
    }

    /// Stops it; its port is free when this returns.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        // A panic in the server has been printed already and leaves nothing to do here.
        let _ = self.failure().await;
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running").field("addr", &self.addr()).field("phase", &self.phase()).finish()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(life) = &self.life {
            life.abort();
        }
    }
}
