use crate::names::AbsPath;

/// Something already there that a new site cannot stand beside as things are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {what}")]
pub struct Conflict {
    /// Its kind.
    pub kind: ConflictKind,
    /// The file it stands in.
    pub file: AbsPath,
    /// Its line, counted from 1.
    pub line: usize,
    /// What stands there, and why that is in the way: a sentence without a full stop.
    pub what: String,
    /// What the user can do, best first; any one of them is enough.
    pub ways: Vec<String>,
}

/// The kind of a [`Conflict`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConflictKind {
    /// A site for Jellyfin of this name that somebody wrote by hand, which can be taken over.
    JellyfinSite,
    /// A wildcard or a pattern of another site goes before this name.
    NameMatched,
    /// The listener expects a PROXY line, which no visitor sends.
    ProxyProtocol,
    /// The port passes bytes on as they come, so no name can be told apart there by this site.
    PassesBytes,
    /// Another proxy of this machine is in front, and visitors never come to this one.
    BehindAnotherProxy,
    /// Something of the same name is defined already, and is something else.
    NameInUse,
    /// The site cannot be put where visitors would reach it: something before it takes every request.
    NoPlace,
}

impl ConflictKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::JellyfinSite,
        Self::NameMatched,
        Self::ProxyProtocol,
        Self::PassesBytes,
        Self::BehindAnotherProxy,
        Self::NameInUse,
        Self::NoPlace,
    ];

    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::JellyfinSite => "jellyfin_site_exists",
            Self::NameMatched => "name_matched_elsewhere",
            Self::ProxyProtocol => "port_expects_proxy_protocol",
            Self::PassesBytes => "port_passes_bytes",
            Self::BehindAnotherProxy => "behind_another_proxy",
            Self::NameInUse => "definition_taken",
            Self::NoPlace => "no_place",
        }
    }
}
