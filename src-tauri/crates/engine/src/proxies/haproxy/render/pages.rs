//! Whole answers in files of their own, for versions that cannot have them in the configuration.

use super::SiteText;
use crate::names::AbsPath;
use crate::proxies::haproxy::own_files::stem;
use crate::proxies::{AWAY_PAGE, WantedSite};

/// A page that HAProxy answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::proxies::haproxy) enum Page {
    /// Jellyfin does not answer.
    Away,
    /// There is nothing by that name or path.
    NotFound,
}

/// The pages that a text refers to, with their bytes.
pub(in crate::proxies::haproxy) fn pages(text: &SiteText<'_>) -> Vec<(AbsPath, String)> {
    if text.dialect.replies {
        return Vec::new();
    }
    [Page::Away, Page::NotFound].map(|page| (text.page(page), page.answer())).into()
}

impl Page {
    /// Where it lies: each site has its own, so that taking one site back leaves the others whole.
    pub(super) fn path(self, folder: &AbsPath, site: &WantedSite) -> AbsPath {
        let ending = match self {
            Self::Away => "away.http",
            Self::NotFound => "not-found.http",
        };
        let name = format!("{}.{ending}", stem(site));
        folder.join(&name).expect("a domain is a plain name")
    }

    /// The answer, status line and headers included, as `errorfile` wants it.
    fn answer(self) -> String {
        let (head, body) = match self {
            Self::Away => (
                "HTTP/1.0 503 Service Unavailable\r\nCache-Control: no-store\r\nRetry-After: 5\r\n\
                 Content-Type: text/html; charset=utf-8\r\n",
                AWAY_PAGE,
            ),
            Self::NotFound => (
                "HTTP/1.0 404 Not Found\r\nCache-Control: no-cache\r\nContent-Type: text/plain\r\n",
                "There is nothing here.",
            ),
        };
        format!("{head}Connection: close\r\n\r\n{body}\n")
    }
}
