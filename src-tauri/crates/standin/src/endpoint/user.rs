//! Logging in.

use crate::http::body::RequestBody;
use crate::http::response::Response;
use crate::pipeline::{Fault, Visit, token};

/// Nobody has a password here, so no login succeeds; one from a program that does not name itself is
/// not even looked at (observed as a 400).
pub(super) async fn login(visit: &Visit<'_>, body: &mut RequestBody<'_>) -> Result<Response, Fault> {
    body.discard().await?;
    let named = token::names_client(visit.request, visit.boot.server.options.version);
    Err(if named { Fault::UNAUTHORIZED } else { Fault::BAD_REQUEST })
}
