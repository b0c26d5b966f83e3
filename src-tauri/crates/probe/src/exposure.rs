//! Jellyfin's port on this machine's other addresses.

use std::net::{IpAddr, SocketAddr};

use engine::verdict::observations::ExposureSeen;
use futures_util::future::join_all;

use crate::http::get;
use crate::origin::Origin;

/// Asks on each address that is not loopback, side by side.
pub(crate) async fn look(upstream: &Origin, addresses: &[IpAddr]) -> Vec<ExposureSeen> {
    let path = upstream.url.path("/System/Info/Public");
    let asking = addresses.iter().filter(|address| !address.is_loopback()).map(|&address| {
        let address = SocketAddr::new(address, upstream.url.port());
        let origin = Origin { address: Some(address), ..upstream.clone() };
        let path = &path;
        async move { ExposureSeen { address, info: get(&origin, path, &[]).await.into() } }
    });
    join_all(asking).await
}
