//! The upgrade to WebSocket over HTTP/1.1.

use engine::verdict::{Answer, Trouble};

use crate::http::get;
use crate::origin::Origin;

/// The example key of RFC 6455: what matters is who answers, and nothing is sent after it.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";

/// Asks without a token, so that Jellyfin answers 403 and nothing opens.
pub(crate) async fn upgrade(origin: &Origin) -> Result<Answer, Trouble> {
    let fields = [
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", KEY),
    ];
    get(origin, &origin.url.path("/socket"), &fields).await
}
