//! Certificates, versions and protocols over the wire.

use engine::verdict::{CheckId as Id, Code};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use probe::Roots;
use rustls::version::{TLS12, TLS13};

use crate::certificates::{Chain, GOOD, Made, Sends};
use crate::stage::{Stage, of};

/// By which roots the check is made.
#[derive(Clone, Copy)]
enum By {
    /// Those of this machine, which do not know the test's root.
    Machine,
    /// The test's own.
    Root,
    /// Another one.
    OtherRoot,
}

#[tokio::test]
async fn the_chain_is_judged_as_sent() {
    let public_leaf = Made { sends: Sends::LeafOnly, names_issuer_url: true, ..GOOD };
    let sends = |sends| Made { sends, ..GOOD };
    for (number, (made, by, code)) in [
        (GOOD, By::Root, Code::Ok),
        (sends(Sends::WithRoot), By::Root, Code::Ok),
        (GOOD, By::Machine, Code::PrivateCa),
        (sends(Sends::WithRoot), By::Machine, Code::PrivateCa),
        (sends(Sends::WithRoot), By::OtherRoot, Code::CaMismatch),
        (sends(Sends::SelfSigned), By::Machine, Code::SelfSigned),
        (sends(Sends::SelfSigned), By::OtherRoot, Code::CaMismatch),
        (sends(Sends::LeafOnly), By::Root, Code::ChainIncomplete),
        (public_leaf, By::Machine, Code::ChainIncomplete),
        // Dates are a matter of their own.
        (Made { years: (1975, 2000), ..GOOD }, By::Root, Code::Ok),
        (Made { name: "other.example.com", ..GOOD }, By::Root, Code::Ok),
    ]
    .into_iter()
    .enumerate()
    {
        let mut set = Stage { chain: Chain::make(made), ..Stage::good() }.set().await;
        match by {
            By::Root => {}
            By::Machine => set.target.roots = Roots::Platform,
            By::OtherRoot => set.target.roots = Chain::make(GOOD).root(),
        }
        let (_, verdict) = set.judged().await;
        let check = of(&verdict, Id::TlsChain);
        assert_eq!(check.code, code, "row {number}: {}", check.observed);
    }
}

#[tokio::test]
async fn names_and_dates_are_read() {
    let year = i32::from(Timestamp::now().to_zoned(TimeZone::UTC).year());
    for (made, id, code) in [
        (Made { name: "other.example.com", ..GOOD }, Id::TlsName, Code::CertificateNameMismatch),
        (Made { name: "*.example.com", ..GOOD }, Id::TlsName, Code::Ok),
        (Made { years: (1975, 2000), ..GOOD }, Id::TlsExpiry, Code::CertificateExpired),
        (Made { years: (year + 2, 4096), ..GOOD }, Id::TlsExpiry, Code::CertificateNotYetValid),
        (Made { years: (1975, year + 1), ..GOOD }, Id::TlsExpiry, Code::CertificateExpiresSoon),
    ] {
        let (_, verdict) = Stage { chain: Chain::make(made), ..Stage::good() }.set().await.judged().await;
        let check = of(&verdict, id);
        assert_eq!(check.code, code, "{made:?}: {}", check.observed);
    }
}

#[tokio::test]
async fn versions_and_protocols_are_told_apart() {
    for (stage, id, code) in [
        (Stage { versions: vec![&TLS12], ..Stage::good() }, Id::TlsVersions, Code::Ok),
        (Stage { versions: vec![&TLS13], ..Stage::good() }, Id::TlsVersions, Code::Tls12Missing),
        (Stage { alpn: &["http/1.1"], ..Stage::good() }, Id::TlsAlpn, Code::Http2NotOffered),
        (Stage { alpn: &[], ..Stage::good() }, Id::TlsAlpn, Code::Http2NotOffered),
        (Stage { alpn: &["h2"], ..Stage::good() }, Id::TlsAlpn, Code::Http11NotOffered),
        // What needs HTTP/1.1 is not blamed on anybody else then.
        (Stage { alpn: &["h2"], ..Stage::good() }, Id::Forwarded, Code::NotReached),
    ] {
        let (_, verdict) = stage.set().await.judged().await;
        let check = of(&verdict, id);
        assert_eq!(check.code, code, "{id}: {}", check.observed);
    }
}

#[tokio::test]
async fn a_port_without_tls_is_told() {
    let mut set = Stage { url: "http://media.example.com", ..Stage::good() }.set().await;
    set.target.url = "https://media.example.com".parse().expect("a site");
    let (_, verdict) = set.judged().await;
    assert_eq!(of(&verdict, Id::TlsChain).code, Code::TlsFailed);
    assert_eq!(of(&verdict, Id::Forwarded).code, Code::NotReached);
    assert_eq!(of(&verdict, Id::JellyfinDirect).code, Code::Ok);
}
