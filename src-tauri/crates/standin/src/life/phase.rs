//! What a client meets at a given moment.

/// What a client meets at a given moment of a server's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing listens: connections are refused.
    Closed,
    /// The start-up server (10.11 and later): `/health` says `Degraded`, the rest is 503.
    Starting,
    /// The start-up server during a database migration: it cannot tell the server's id either.
    Migrating,
    /// The web client is served, the API answers 503.
    Loading,
    /// All is served.
    Ready,
}

impl Phase {
    /// Which program answers: the phases that share one pass into each other with the port open.
    pub(crate) fn program(self) -> Program {
        match self {
            Self::Closed => Program::Nothing,
            Self::Starting | Self::Migrating => Program::StartUpServer,
            Self::Loading | Self::Ready => Program::Jellyfin,
        }
    }
}

/// Which program answers on the port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    Nothing,
    StartUpServer,
    Jellyfin,
}
