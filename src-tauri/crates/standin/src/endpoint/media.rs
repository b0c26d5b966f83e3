//! The video behind every id.

use crate::http::response::{Body, Response};
use crate::media::trickle::Trickle;
use crate::pipeline::{Validators, Visit, partial};

/// The video, or the part of it that is asked for; no token is needed (observed on all versions).
pub(super) fn video(visit: &Visit<'_>) -> Response {
    let server = &visit.boot.server;
    let length = server.options.media_size;
    if let Some(trickle) = Trickle::asked_for(visit.request, length) {
        return Response::new(200).with("Content-Type", "video/mp4").body(Body::Trickle(trickle));
    }
    let validators = Validators { etag: None, modified: server.created };
    partial(visit.request, "video/mp4", length, &validators, Body::Media)
}
