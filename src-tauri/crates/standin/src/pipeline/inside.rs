//! The way below the Base URL.

use std::time::Instant;

use super::{Fault, compression, cors, https, token, web};
use crate::endpoint::route::{self, Access, Match};
use crate::endpoint::{self, socket};
use crate::http::body::RequestBody;
use crate::http::connection::Ends;
use crate::http::request::Request;
use crate::http::response::{Body, Response};
use crate::life::boot::Boot;
use crate::life::phase::Phase;
use crate::network::believed::Believed;

/// A request below the Base URL.
pub(crate) struct Visit<'a> {
    pub(crate) boot: &'a Boot,
    pub(crate) ends: Ends,
    pub(crate) request: &'a Request,
    pub(crate) believed: Believed,
    /// The Base URL as the client wrote it.
    pub(crate) base: &'a str,
    /// What is left of the path below the base.
    pub(crate) path: &'a str,
}

impl Visit<'_> {
    /// The request carries the administrator's token.
    pub(crate) fn is_administrator(&self) -> bool {
        let options = &self.boot.server.options;
        let known = options.token.as_deref();
        known.is_some() && token::of(self.request, options.version).as_deref() == known
    }

    /// The client is believed to sit on this very machine, at the address it asked.
    pub(crate) fn is_from_this_machine(&self) -> bool {
        self.believed.client == self.ends.local.ip().to_canonical()
    }
}

/// Answers, and adds what every answer from below the base carries.
pub(crate) async fn answer_inside(visit: Visit<'_>, body: &mut RequestBody<'_>) -> Response {
    let began = Instant::now();
    let (preflight, response) = match cors::preflight(visit.request) {
        Some(response) => (true, response),
        None => (false, go(&visit, body).await.unwrap_or_else(Fault::response)),
    };
    let mut response = cors::allow(visit.request, response);
    if visit.boot.server.options.version.names_language() && !preflight {
        response = response.with("Content-Language", "en-US");
    }
    let milliseconds = began.elapsed().as_secs_f64() * 1_000.0;
    response.with("X-Response-Time-ms", format!("{milliseconds:.4}"))
}

async fn go(visit: &Visit<'_>, body: &mut RequestBody<'_>) -> Result<Response, Fault> {
    if let Some(redirect) = https::redirect(visit) {
        return Ok(redirect);
    }
    let path = without_emby(visit)?;
    let trimmed = Visit { path, believed: visit.believed.clone(), ..*visit };
    if let Some(file) = web::answer(&trimmed) {
        return Ok(file);
    }
    let found = route::find(&visit.request.method, path);
    if let Match::Route(route) = &found
        && !is_allowed(visit, route.access)
    {
        return Ok(Response::new(401));
    }
    if !visit.is_from_this_machine() && !visit.boot.local_network.admits(visit.believed.client) {
        return Ok(Response::new(503));
    }
    if let Some(key) = socket::asked_for(visit.request) {
        return if visit.is_administrator() { Ok(socket::accept(&key)) } else { Err(Fault::FORBIDDEN) };
    }
    if visit.boot.phase() == Phase::Loading && !path.eq_ignore_ascii_case("/system/ping") {
        return Ok(Response::written(503, "text/html", LOADING));
    }
    let response = match found {
        Match::Route(route) => endpoint::answer(route.endpoint, &trimmed, body).await?,
        Match::OtherMethod(allowed) => return Ok(Response::new(405).with("Allow", allowed)),
        Match::None => return Ok(Response::new(404)),
    };
    let plain = visit.believed.is_https() || matches!(response.body, Body::Media(_) | Body::Trickle(_));
    Ok(if plain { response } else { compression::compress(visit.request, response) })
}

const LOADING: &str = "Jellyfin Server is loading. Please try again shortly.";

/// Up to 10.11 the path is cut after `/emby` and `/mediabrowser`; what is left must be a path again
/// (observed: `/embywebsocket` is 400).
fn without_emby<'a>(visit: &Visit<'a>) -> Result<&'a str, Fault> {
    let path = visit.path;
    if !visit.boot.server.options.version.keeps_emby_names() {
        return Ok(path);
    }
    for prefix in ["/emby", "/mediabrowser"] {
        if path.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)) {
            let rest = &path[prefix.len()..];
            let is_path = rest.is_empty() || rest.starts_with('/');
            return if is_path { Ok(rest) } else { Err(Fault::BAD_REQUEST) };
        }
    }
    Ok(path)
}

fn is_allowed(visit: &Visit<'_>, access: Access) -> bool {
    match access {
        Access::Anybody => true,
        Access::Administrator => visit.is_administrator(),
        Access::FirstRunOrAdministrator => !visit.boot.server.is_set_up() || visit.is_administrator(),
        Access::LocalOrAdministrator => {
            visit.boot.local_network.contains(visit.believed.client) || visit.is_administrator()
        }
    }
}
