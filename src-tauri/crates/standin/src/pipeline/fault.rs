//! An exception on the way.

use crate::http::body::BodyFault;
use crate::http::response::Response;

/// An exception on the way, which Jellyfin turns into a status and always the same text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    status: u16,
}

impl Fault {
    /// The request makes no sense.
    pub(crate) const BAD_REQUEST: Self = Self { status: 400 };
    /// Name or password is wrong.
    pub(crate) const UNAUTHORIZED: Self = Self { status: 401 };
    /// The token is missing or wrong where only a token counts.
    pub(crate) const FORBIDDEN: Self = Self { status: 403 };

    pub(super) fn response(self) -> Response {
        Response::written(self.status, "text/plain", "Error processing request.")
    }
}

impl From<BodyFault> for Fault {
    /// Never 413: Kestrel's own exception is unknown to Jellyfin (observed as a 500).
    fn from(fault: BodyFault) -> Self {
        tracing::debug!(%fault, "the body of a request cannot be read");
        Self { status: 500 }
    }
}
