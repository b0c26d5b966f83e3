//! The sockets a server listens on.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::TcpListener;

use crate::error::StartError;

/// Free ports are looked for here: below the range from which the system hands out ports to
/// outgoing connections, one of which might otherwise sit on ours during a restart.
const FIRST: u16 = 20_000;
const COUNT: u16 = 12_000;
const TRIES: usize = 200;

/// How often, and at which distance, a port that was just ours is asked for again.
const RETRIES: usize = 50;
const RETRY: Duration = Duration::from_millis(20);

/// Listens on one port of all these addresses; port 0 is any free one.
pub(super) async fn listen(addresses: &[IpAddr], port: u16) -> Result<Vec<TcpListener>, StartError> {
    if addresses.is_empty() {
        return Err(StartError::NoAddress);
    }
    if port != 0 {
        return try_port(addresses, port).await;
    }
    let random = RandomState::new().build_hasher().finish();
    let mut candidate = u16::try_from(random % u64::from(COUNT)).expect("below COUNT, which fits");
    for _ in 1..TRIES {
        candidate = (candidate + 37) % COUNT;
        match try_port(addresses, FIRST + candidate).await {
            Err(StartError::Listen { source, .. }) if source.kind() == io::ErrorKind::AddrInUse => {}
            outcome => return outcome,
        }
    }
    try_port(addresses, FIRST + candidate).await
}

/// Listens again after a restart. Only a moment ago the port was ours, so one that is taken is worth
/// a second of patience.
pub(super) async fn listen_again(addresses: &[IpAddr], port: u16) -> Result<Vec<TcpListener>, StartError> {
    let mut outcome = try_port(addresses, port).await;
    for _ in 0..RETRIES {
        if outcome.is_ok() {
            break;
        }
        tokio::time::sleep(RETRY).await;
        outcome = try_port(addresses, port).await;
    }
    outcome
}

async fn try_port(addresses: &[IpAddr], port: u16) -> Result<Vec<TcpListener>, StartError> {
    let mut listeners = Vec::new();
    for address in addresses {
        let address = SocketAddr::new(*address, port);
        let listener = TcpListener::bind(address).await;
        listeners.push(listener.map_err(|source| StartError::Listen { address, source })?);
    }
    Ok(listeners)
}
