//! Where plain http leads.

use std::time::Duration;

use engine::verdict::observations::{REDIRECT_PATH, RedirectSeen};

use crate::http::get;
use crate::origin::Origin;

/// A host that nobody can own (RFC 2606), after two slashes.
const DOUBLED_SLASH: &str = "//probe.invalid/web/";

/// The file does not exist: what counts is whether the question is redirected.
const CHALLENGE: &str = "/.well-known/acme-challenge/jellyfin-proxy-check";

/// A redirect comes at once. HAProxy takes three seconds to say that nobody answers challenges just now,
/// which is no fault.
const AT_ONCE: Duration = Duration::from_secs(1);

/// Asks the three questions, side by side.
pub(crate) async fn look(origin: &Origin) -> RedirectSeen {
    let impatient = Origin { deadline: origin.deadline.impatient(AT_ONCE), ..origin.clone() };
    let page = origin.url.path(REDIRECT_PATH);
    let (page, doubled_slash, challenge) = tokio::join!(
        get(origin, &page, &[]),
        get(origin, DOUBLED_SLASH, &[]),
        get(&impatient, CHALLENGE, &[]),
    );
    RedirectSeen { page: page.into(), doubled_slash: doubled_slash.into(), challenge: challenge.into() }
}
