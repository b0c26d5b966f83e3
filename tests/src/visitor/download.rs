use std::io;

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::BodyExt;
use hyper::body::Incoming;

use super::{PATIENCE, runtime};

/// A body that is read piece by piece. While nobody reads, what arrives stays in the sockets' buffers.
pub struct Download {
    body: Incoming,
}

impl Download {
    pub(super) fn of(response: Response<Incoming>) -> Self {
        assert_eq!(response.status(), StatusCode::OK);
        Self { body: response.into_body() }
    }

    /// The next piece as it arrived, however long; `None` at the end.
    ///
    /// # Errors
    /// The connection broke, or nothing came for 20 seconds.
    pub fn piece(&mut self) -> io::Result<Option<Bytes>> {
        runtime::within(PATIENCE, async {
            while let Some(frame) = self.body.frame().await {
                if let Ok(data) = frame.map_err(io::Error::other)?.into_data() {
                    return Ok(Some(data));
                }
            }
            Ok(None)
        })
    }
}
