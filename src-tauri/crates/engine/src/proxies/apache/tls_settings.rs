//! What `mod_ssl` compares before it lets a request go to another virtual host than its connection's
//! (`ssl_server_compatible` in httpd 2.4).

use super::effective::{Effective, VirtualHost};

/// Whether a request may change from one virtual host to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compatible {
    /// They encrypt the same way.
    Yes,
    /// They do not.
    No,
    /// They do not, and a policy (2.4.66) may allow it.
    ByPolicy,
}

/// The settings that have to be the same.
const SAME: [&str; 10] = [
    "sslcacertificatefile",
    "sslcacertificatepath",
    "sslcadnrequestfile",
    "sslcadnrequestpath",
    "sslcertificatefile",
    "sslcertificatekeyfile",
    "sslciphersuite",
    "sslprotocol",
    "sslverifyclient",
    "sslverifydepth",
];

/// Compares the two.
pub(super) fn compatible(effective: &Effective, one: &VirtualHost, other: &VirtualHost) -> Compatible {
    let is_same = SAME.iter().all(|name| values(effective, one, name) == values(effective, other, name));
    match (is_same, effective.main_value("sslvhostsnipolicy")) {
        (true, _) => Compatible::Yes,
        (false, None) => Compatible::No,
        (false, Some(policy)) if policy.eq_ignore_ascii_case("insecure") => Compatible::Yes,
        (false, Some(_)) => Compatible::ByPolicy,
    }
}

/// Whether a greeting without a name is refused.
pub(super) fn wants_name(effective: &Effective, vhost: &VirtualHost) -> bool {
    let own =
        vhost.value("sslstrictsnivhostcheck").or_else(|| effective.main_value("sslstrictsnivhostcheck"));
    own.is_some_and(|value| value.eq_ignore_ascii_case("on"))
}

/// A virtual host's, or where it says nothing the main server's.
fn values<'e>(effective: &'e Effective, vhost: &'e VirtualHost, name: &str) -> Vec<&'e [String]> {
    let own: Vec<_> = vhost.of(name).map(|setting| setting.args.as_slice()).collect();
    if own.is_empty() {
        effective.main.of(name).map(|setting| setting.args.as_slice()).collect()
    } else {
        own
    }
}
