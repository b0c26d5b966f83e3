use std::convert::Infallible;

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};
use hyper::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use hyper::{Response, StatusCode};

use super::door::Refused;

/// An answer whose body may still be coming.
pub(super) type Answer = Response<UnsyncBoxBody<Bytes, Infallible>>;

/// Nothing of other sites, nothing inline, and no other site's frame around it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// An answer with the fields that every one has.
pub(super) fn answer(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Answer {
    guarded(status, kind, Full::new(body.into()).boxed_unsync())
}

/// The same for a body that comes bit by bit.
pub(super) fn guarded(
    status: StatusCode,
    kind: &'static str,
    body: UnsyncBoxBody<Bytes, Infallible>,
) -> Answer {
    let fields: [(HeaderName, &str); 6] = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "no-referrer"),
    ];
    let mut response = Response::builder().status(status);
    for (name, value) in fields {
        response = response.header(name, value);
    }
    response.body(body).expect("literal fields are good ones")
}

/// Plain words with a status.
pub(super) fn words(status: StatusCode, text: &'static str) -> Answer {
    answer(status, "text/plain; charset=utf-8", text)
}

/// Why somebody is turned away, in words.
pub(super) fn turned_away(refused: Refused) -> Answer {
    let (status, text) = match refused {
        Refused::OtherHost => (StatusCode::MISDIRECTED_REQUEST, "This is another site.\n"),
        Refused::OtherOrigin => (StatusCode::FORBIDDEN, "Only the wizard's own page may ask that.\n"),
        Refused::NoCookie => (
            StatusCode::FORBIDDEN,
            "Open the link that `jellyfin-proxy serve` printed; it lets one browser in, once.\n",
        ),
        Refused::UsedLink => (
            StatusCode::FORBIDDEN,
            "This link was used already, or is not of this run. End `jellyfin-proxy serve` and start it again \
             for a new one.\n",
        ),
    };
    words(status, text)
}
