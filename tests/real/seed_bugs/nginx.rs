//! nginx's bugs that show here.

use std::net::{Ipv6Addr, SocketAddr};

use super::both::{Site, on_both};
use crate::streams::stopped_reader;

/// Jellyfin takes an IPv4 address for a scheme: its characters are those of one.
pub(super) fn s01_forwarded_scheme_is_an_address() {
    let both = on_both("nginx", |site| site.visitor.get("/web").header("location").to_owned());
    assert_eq!(both.seed, "203.0.113.9://media.example.test/web/");
    assert_eq!(both.written, "https://media.example.test/web/");
}

/// Jellyfin 10.3 answered 400 to a `Connection: upgrade` without an Upgrade field; and with it no connection to Jellyfin
/// is used twice.
pub(super) fn s13_upgrade_on_every_request() {
    let both = on_both("nginx", |site| {
        site.visitor.get("/health?plain");
        site.upstream_values("/health?plain", "Connection")
    });
    assert_eq!(both.seed, ["upgrade"]);
    assert_eq!(both.written, [""; 0]);
}

/// One row of the list, three faults.
pub(super) fn s14_ipv4_only_small_uploads_and_buffers() {
    let both = on_both("nginx", |site| {
        (answers_on_ipv6(site), upload(site), stopped_reader::kept(&site.server, &site.visitor))
    });
    let (ipv6, upload, kept) = both.seed;
    assert!(!ipv6);
    assert_eq!(upload, 413);
    assert!(kept > 100 << 20, "{kept} bytes in files");
    assert_eq!(both.written, (true, 401, 0));
}

fn answers_on_ipv6(site: &Site) -> bool {
    let visitor = site.visitor.clone().at(SocketAddr::from((Ipv6Addr::LOCALHOST, 443)));
    visitor.ask("GET", "/health", &[], 0).is_ok()
}

/// A photograph as a poster.
fn upload(site: &Site) -> u16 {
    site.visitor.post("/Items/00000000000000000000000000000001/Images/Primary", 4_000_000).status
}
