//! Who the visitor is, as Jellyfin is told.

use standin::Seen;
use tests::{DOMAIN, Lab, STRANGER, Visitor};

use super::set_up;

/// What a visitor may say of himself, to be taken for somebody else.
const FORGED: [(&str, &str); 8] = [
    ("X-Forwarded-For", "127.0.0.1"),
    ("X-Forwarded-For", "192.168.1.9"),
    ("X-Forwarded-Proto", "spoof"),
    ("X-Forwarded-Protocol", "spoof"),
    ("X-Forwarded-Host", "spoof.example.test"),
    ("X-Forwarded-Port", "1"),
    ("X-Real-IP", "127.0.0.1"),
    ("Forwarded", "for=127.0.0.1;proto=spoof;host=spoof.example.test"),
];

pub(super) fn names_the_visitor(proxy: &str) {
    let lab = set_up(proxy, &[]);
    assert_eq!(lab.visitor().get("/System/Info/Public?how=1").status, 200);
    assert_named(&last(&lab, "/System/Info/Public?how=1"), "https", "443");
    assert_eq!(lab.visitor().ask_http2("/System/Info/Public?how=2").unwrap().status, 200);
    assert_named(&last(&lab, "/System/Info/Public?how=2"), "https", "443");
}

pub(super) fn drops_forged_fields(proxy: &str) {
    let lab = set_up(proxy, &[]);
    assert_eq!(lab.visitor().get_with("/health?forged", &FORGED).status, 200);
    let seen = last(&lab, "/health?forged");
    assert_named(&seen, "https", "443");
    for (name, value) in &seen.headers {
        let value = value.as_str();
        let forged = value.contains("spoof") || value.contains("127.0.0.1") || value.contains("192.168.1.9");
        assert!(!forged, "{name}: {value}");
    }
}

pub(super) fn names_the_visitor_without_tls(proxy: &str) {
    let lab = set_up(proxy, &["--no-tls"]);
    assert_eq!(Visitor::by_http().get_with("/health?forged", &FORGED).status, 200);
    assert_named(&last(&lab, "/health?forged"), "http", "80");
}

/// What Jellyfin believes, and that each field it believes from came once.
fn assert_named(seen: &Seen, scheme: &str, port: &str) {
    assert_eq!(
        (seen.client, seen.scheme.as_str(), seen.host.as_str()),
        (STRANGER, scheme, DOMAIN),
        "{seen:#?}"
    );
    for (name, value) in [
        ("X-Forwarded-For", "203.0.113.9"),
        ("X-Forwarded-Proto", scheme),
        ("X-Forwarded-Port", port),
        ("Host", DOMAIN),
    ] {
        assert_eq!(values(seen, name), [value], "{name}: {seen:#?}");
    }
    // Nothing new to Jellyfin, so not every proxy says them.
    for (name, value) in [("X-Forwarded-Host", DOMAIN), ("X-Real-IP", "203.0.113.9")] {
        let values = values(seen, name);
        assert!(values.is_empty() || values == [value], "{name}: {seen:#?}");
    }
}

fn values<'a>(seen: &'a Seen, name: &str) -> Vec<&'a str> {
    let fields = seen.headers.iter().filter(|(field, _)| field.eq_ignore_ascii_case(name));
    fields.map(|(_, value)| value.as_str()).collect()
}

/// The last request for that target, as it reached Jellyfin.
fn last(lab: &Lab, target: &str) -> Seen {
    let seen = lab.jellyfin.seen().into_iter().rfind(|seen| seen.target == target);
    seen.unwrap_or_else(|| panic!("{target} did not reach Jellyfin"))
}
