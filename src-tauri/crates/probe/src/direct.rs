//! The questions put to Jellyfin without the proxy.

use engine::verdict::observations::DirectSeen;

use crate::http::get;
use crate::origin::Origin;

/// What a proxy sends for a visitor from the Internet who uses https; the address is one for
/// documentation (RFC 5737), so it is nobody's.
pub(crate) const FORWARDED: [(&str, &str); 2] =
    [("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https")];

/// Asks them side by side.
pub(crate) async fn look(origin: &Origin) -> DirectSeen {
    let path = |path| origin.url.path(path);
    let (health, info, web) = (path("/health"), path("/System/Info/Public"), path("/web"));
    let (health_seen, info, web_forwarded, health_forwarded) = tokio::join!(
        get(origin, &health, &[]),
        get(origin, &info, &[]),
        get(origin, &web, &FORWARDED),
        get(origin, &health, &FORWARDED),
    );
    DirectSeen {
        health: health_seen.into(),
        info: info.into(),
        web_forwarded: web_forwarded.into(),
        health_forwarded: health_forwarded.into(),
    }
}
