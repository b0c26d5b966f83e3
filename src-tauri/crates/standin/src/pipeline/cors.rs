//! Requests of web pages from elsewhere.

use crate::http::request::Request;
use crate::http::response::Response;

/// The answer to a browser that asks beforehand: whatever it wants is allowed.
pub(super) fn preflight(request: &Request) -> Option<Response> {
    request.header("Origin")?;
    let method = request.header("Access-Control-Request-Method").filter(|_| request.method == "OPTIONS")?;
    let mut response = Response::new(204).with("Access-Control-Allow-Methods", method);
    if let Some(headers) = request.header("Access-Control-Request-Headers") {
        response = response.with("Access-Control-Allow-Headers", headers);
    }
    Some(response)
}

/// Any page may read the answer.
pub(super) fn allow(request: &Request, response: Response) -> Response {
    match request.header("Origin") {
        Some(_) => response.with("Access-Control-Allow-Origin", "*"),
        None => response,
    }
}
