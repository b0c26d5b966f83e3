//! RequireHttps.

use super::Visit;
use crate::http::response::Response;
use crate::network::host;

/// The redirect to the server's own https port, where that is required and the client is not
/// believed to use https already.
pub(super) fn redirect(visit: &Visit<'_>) -> Option<Response> {
    let config = &visit.boot.config;
    if !config.require_https || !config.listens_with_https() || visit.believed.is_https() {
        return None;
    }
    let (name, _) = host::split(&visit.believed.host);
    let port = config.internal_https_port;
    let location = format!("https://{name}:{port}{}{}{}", visit.base, visit.path, visit.request.query);
    Some(Response::new(307).with("Location", location))
}
