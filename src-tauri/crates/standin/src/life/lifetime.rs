//! The life of a server: one phase after the other, until it is stopped.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::TcpListener;
use tokio::sync::watch;

use super::boot::Boot;
use super::doors::Doors;
use super::phase::{Phase, Program};
use super::plan::{self, Stage};
use super::port;
use crate::error::StartError;
use crate::network::config::NetworkConfig;
use crate::options::Options;
use crate::server::Server;

/// A server that lives, or is about to.
pub(super) struct Lifetime {
    pub(super) server: Arc<Server>,
    pub(super) phase: watch::Sender<Phase>,
    pub(super) addresses: Arc<Mutex<Vec<SocketAddr>>>,
    /// The port that `--port` fixed, or the free one found at the first start.
    pub(super) fixed_port: Option<u16>,
    /// Listening since the first start made sure of the port.
    pub(super) reserved: Option<(NetworkConfig, Vec<TcpListener>)>,
    pub(super) doors: Option<Doors>,
    /// What answers behind the doors.
    pub(super) program: Program,
}

impl Lifetime {
    /// Lives until a restart fails.
    pub(super) async fn live(&mut self) -> StartError {
        let mut stages = plan::cold_start(&self.server.options);
        loop {
            if let Err(failure) = self.go_through(&stages).await {
                self.phase.send_replace(Phase::Closed);
                return failure;
            }
            self.close().await;
            stages = plan::restart(&self.server.options);
        }
    }

    /// Stops listening and drops every connection.
    pub(super) async fn close(&mut self) {
        if let Some(doors) = self.doors.take() {
            doors.close().await;
        }
        self.program = Program::Nothing;
    }

    /// Goes through these phases and returns when somebody has asked for a restart.
    async fn go_through(&mut self, stages: &[Stage]) -> Result<(), StartError> {
        let server = Arc::clone(&self.server);
        for stage in stages {
            let asked = server.restart.notified();
            self.enter(stage.phase).await?;
            match stage.lasts {
                None => {
                    asked.await;
                    break;
                }
                Some(lasts) => tokio::select! {
                    () = tokio::time::sleep(lasts) => {}
                    () = asked => break,
                },
            }
        }
        tokio::time::sleep(server.options.pace.farewell).await;
        Ok(())
    }

    async fn enter(&mut self, phase: Phase) -> Result<(), StartError> {
        if phase.program() != self.program {
            self.close().await;
            match phase.program() {
                Program::Nothing => {}
                Program::StartUpServer | Program::Jellyfin => self.open(phase).await?,
            }
            self.program = phase.program();
        }
        self.phase.send_replace(phase);
        Ok(())
    }

    /// Reads network.xml and listens where it says.
    async fn open(&mut self, phase: Phase) -> Result<(), StartError> {
        let (config, listeners) = match self.reserved.take() {
            Some(reserved) => reserved,
            None => {
                let config = NetworkConfig::load(&self.server.options.config)?;
                let addresses = addresses(&self.server.options, &config);
                let port = self.fixed_port.unwrap_or(config.internal_http_port);
                (config, port::listen_again(&addresses, port).await?)
            }
        };
        let bound: Vec<SocketAddr> = listeners.iter().filter_map(|it| it.local_addr().ok()).collect();
        let port = bound.first().map_or(config.internal_http_port, SocketAddr::port);
        *self.addresses.lock().unwrap_or_else(PoisonError::into_inner) = bound;
        let (closing, closed) = watch::channel(false);
        let server = Arc::clone(&self.server);
        let boot = Arc::new(Boot::new(server, config, port, self.phase.subscribe(), closed).await);
        // Whoever sees this phase finds the port open; whoever came already waits for the next line.
        self.phase.send_replace(phase);
        self.doors = Some(Doors::open(listeners, &boot, closing));
        Ok(())
    }
}

/// Where to listen: as the options say, or else as network.xml does.
pub(super) fn addresses(options: &Options, config: &NetworkConfig) -> Vec<IpAddr> {
    if options.bind.is_empty() { config.addresses() } else { options.bind.clone() }
}
