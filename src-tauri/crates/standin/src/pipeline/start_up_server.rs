//! The small server that 10.11 and later show while the real one starts.

use tokio::time::Instant;

use crate::endpoint::system;
use crate::http::connection::Ends;
use crate::http::request::Request;
use crate::http::response::{Body, Response};
use crate::json::Case;
use crate::life::boot::Boot;
use crate::life::phase::Phase;
use crate::network::believed::Believed;

/// How long it waits for the server's identity before it gives up (observed).
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(2_500);

/// It knows no Base URL and tells no response time (observed).
pub(super) async fn answer(boot: &Boot, ends: Ends, request: &Request, believed: &Believed) -> Response {
    let path = request.path.trim_end_matches('/').to_ascii_lowercase();
    match path.as_str() {
        "/health" => system::health("Degraded"),
        "/startup/logger" if boot.local_network.contains(believed.client) => {
            Response::new(200).body(Body::Written("The server is starting.\n".into()))
        }
        "/startup/logger" => Response::new(401),
        "/system/info/public" => introduce(boot, ends, believed).await,
        _ => Response::written(503, "text/html", PAGE).with("Retry-After", "005"),
    }
}

const PAGE: &str = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"5\">\
                    <title>Jellyfin Startup</title></head><body><p>Jellyfin Server is still starting.</p></body></html>\n";

/// Says “not set up” of any server: only Jellyfin itself knows better.
async fn introduce(boot: &Boot, ends: Ends, believed: &Believed) -> Response {
    let known_at = boot.began + boot.server.options.pace.introduction;
    let known = match boot.phase() {
        Phase::Migrating => None,
        Phase::Closed | Phase::Starting | Phase::Loading | Phase::Ready => Some(known_at),
    };
    let given_up_at = Instant::now() + PATIENCE;
    match known.filter(|known| *known <= given_up_at) {
        Some(known) => {
            tokio::time::sleep_until(known).await;
            let json = system::public_info(boot, ends, believed, false).write(Case::Camel);
            Response::written(200, "application/json; charset=utf-8", json)
        }
        None => {
            tokio::time::sleep_until(given_up_at).await;
            Response::new(503).with("Retry-After", "005")
        }
    }
}
