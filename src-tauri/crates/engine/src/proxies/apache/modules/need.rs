use super::super::dialect::Dialect;
use crate::proxies::WantedSite;

/// A module that a site needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Need {
    /// The module, without `_module`.
    pub(super) module: &'static str,
    /// What happens without it; `None` where the site cannot do without.
    pub(super) without: Option<&'static str>,
}

/// Whatever a site may need.
pub(super) const ALL: [&str; 11] = [
    "proxy",
    "proxy_http",
    "headers",
    "alias",
    "authz_core",
    "ssl",
    "http2",
    "filter",
    "deflate",
    "rewrite",
    "proxy_wstunnel",
];

impl Need {
    /// What that site needs.
    pub(super) fn of(site: &WantedSite, dialect: &Dialect) -> Vec<Self> {
        let must = |module| Self { module, without: None };
        let mut needs: Vec<Self> = ["proxy", "proxy_http", "headers", "alias", "authz_core"].map(must).into();
        if site.tls.is_some() {
            needs.push(must("ssl"));
        }
        if dialect.rewrites_upgrades() {
            needs.extend(["proxy_wstunnel", "rewrite"].map(must));
        }
        if site.tls.is_some() && dialect.can_http2() {
            needs.push(Self { module: "http2", without: Some("visitors get HTTP/1.1") });
        }
        for module in ["filter", "deflate"] {
            needs.push(Self { module, without: Some("texts are sent as large as Jellyfin sends them") });
        }
        needs
    }
}
