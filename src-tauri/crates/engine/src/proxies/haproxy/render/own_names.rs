use crate::names::Slug;

/// The names that a site's entries have, so that several live side by side and none is the user's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct OwnNames {
    prefix: String,
}

impl OwnNames {
    /// The names of a site.
    pub(in super::super) fn of(slug: &Slug) -> Self {
        Self { prefix: format!("jellyfin_{slug}") }
    }

    /// The frontend.
    pub(in super::super) fn frontend(&self) -> &str {
        &self.prefix
    }

    /// The backend with Jellyfin.
    pub(in super::super) fn backend(&self) -> String {
        format!("{}_out", self.prefix)
    }

    /// The backend that answers certificate renewals, and the condition that leads to it.
    pub(in super::super) fn acme(&self) -> String {
        format!("{}_acme", self.prefix)
    }

    /// The condition for the site's name.
    pub(in super::super) fn host(&self) -> String {
        format!("{}_host", self.prefix)
    }
}
