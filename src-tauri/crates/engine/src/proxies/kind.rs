use std::fmt;
use std::str::FromStr;

use super::{Proxy, registry};

/// One of the registry's proxies.
#[derive(Clone, Copy)]
pub struct ProxyKind(&'static dyn Proxy);

/// The word is none of the registry's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a proxy that is known here ({known})", known = ProxyKind::words().join(", "))]
pub struct UnknownProxy(String);

impl UnknownProxy {
    /// The stable word for this error.
    pub fn code(&self) -> &'static str {
        "proxy_unknown"
    }
}

impl ProxyKind {
    /// The kind of a proxy.
    pub fn of(proxy: &'static dyn Proxy) -> Self {
        Self(proxy)
    }

    /// What is known of it.
    pub fn proxy(self) -> &'static dyn Proxy {
        self.0
    }

    /// Its word on the command line and in JSON.
    pub fn word(self) -> &'static str {
        self.0.word()
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        self.0.title()
    }

    /// Every proxy's word.
    pub fn words() -> Vec<&'static str> {
        registry().iter().map(|proxy| proxy.word()).collect()
    }
}

impl FromStr for ProxyKind {
    type Err = UnknownProxy;

    fn from_str(word: &str) -> Result<Self, UnknownProxy> {
        registry()
            .iter()
            .find(|proxy| proxy.word() == word)
            .map(|&proxy| Self(proxy))
            .ok_or_else(|| UnknownProxy(word.chars().take(40).collect()))
    }
}

impl fmt::Display for ProxyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl fmt::Debug for ProxyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl PartialEq for ProxyKind {
    fn eq(&self, other: &Self) -> bool {
        self.word() == other.word()
    }
}

impl Eq for ProxyKind {}

impl PartialOrd for ProxyKind {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ProxyKind {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.word().cmp(other.word())
    }
}

crate::names::text_serde!(ProxyKind);
