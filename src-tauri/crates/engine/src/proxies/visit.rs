use std::net::IpAddr;

/// A visitor's request, as far as it decides which of a server's sites answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The address of this machine that was dialled.
    pub address: IpAddr,
    /// The port that was dialled.
    pub port: u16,
    /// The name in the TLS greeting; the outer `None` for a visit without TLS.
    pub sni: Option<Option<String>>,
    /// The name in the `Host` field, without a port.
    pub host: String,
}

/// Which site answers a [`Visit`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answering {
    /// The one at this place of [`Install::sites`](crate::facts::Install::sites).
    Site(usize),
    /// None: the connection or the request is refused, or nobody listens there.
    Nobody,
    /// That is decided by something that only the running server knows, or that is not understood.
    Unclear {
        /// What.
        why: String,
    },
}
