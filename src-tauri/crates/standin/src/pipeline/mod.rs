//! The way of a request through Jellyfin, in the order of its middlewares.

mod base_url;
pub(crate) mod compression;
mod conditions;
mod cors;
mod fault;
mod https;
mod inside;
mod range;
mod start_up_server;
pub(crate) mod token;
mod web;

pub(crate) use conditions::Validators;
pub(crate) use fault::Fault;
pub(crate) use inside::{Visit, answer_inside};
pub(crate) use range::partial;

use crate::http::body::RequestBody;
use crate::http::connection::Ends;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::life::boot::Boot;
use crate::life::phase::Program;
use crate::network::believed::Believed;
use crate::seen::Seen;

/// Answers one request.
pub(crate) async fn answer(
    boot: &Boot,
    ends: Ends,
    request: &Request,
    body: &mut RequestBody<'_>,
) -> Response {
    let believed = Believed::of(request, ends.peer, &boot.known);
    notice(boot, ends, request, &believed);
    if boot.phase().program() == Program::StartUpServer {
        return start_up_server::answer(boot, ends, request, &believed).await;
    }
    if let Some(redirect) = base_url::redirect(&boot.config.base_url, request) {
        return redirect;
    }
    match base_url::split(&boot.config.base_url, &request.path) {
        Some((base, path)) => answer_inside(Visit { boot, ends, request, believed, base, path }, body).await,
        None => Response::new(404),
    }
}

fn notice(boot: &Boot, ends: Ends, request: &Request, believed: &Believed) {
    if boot.server.notices() {
        boot.server.notice(Seen {
            method: request.method.clone(),
            target: request.target.clone(),
            minor_version: request.minor_version,
            headers: request.headers.clone(),
            peer: ends.peer,
            client: believed.client,
            scheme: believed.scheme.clone(),
            host: believed.host.clone(),
        });
    }
}
