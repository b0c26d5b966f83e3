//! Sites on which nothing is wrong.

use engine::verdict::{CheckId, Code, Health, Observations, Status};
use tokio::net::TcpListener;

use crate::certificates::{Chain, GOOD, Made};
use crate::stage::{Stage, of};

#[tokio::test]
async fn good_sites_of_every_kind_are_healthy() {
    let v6 = Chain::make(Made { name: "::1", ..GOOD });
    for (name, stage) in [
        ("https", Stage::good()),
        ("below a base path", Stage { base_path: "/jellyfin", ..Stage::good() }),
        ("plain http", Stage { url: "http://media.example.com", ..Stage::good() }),
        ("port of its own", Stage { url: "http://127.0.0.1", on_own_port: true, ..Stage::good() }),
        (
            "IPv6",
            Stage { url: "https://[::1]", at: "[::1]:0", on_own_port: true, chain: v6, ..Stage::good() },
        ),
    ] {
        let (seen, verdict) = stage.set().await.judged().await;
        let faults: Vec<_> = verdict.faults().collect();
        assert_eq!(verdict.verdict, Health::Healthy, "{name}: {faults:#?}");
        assert!(seen.latency.is_some(), "{name}");
        let passed = verdict.checks.iter().filter(|check| check.status == Status::Pass).count();
        let expected = if stage.url.starts_with("https") { 14 } else { 9 };
        assert!(passed >= expected, "{name}: {passed} passed of {:#?}", verdict.checks);
    }
}

#[tokio::test]
async fn http2_is_tried_where_it_is_announced() {
    let (seen, verdict) = Stage::good().set().await.judged().await;
    assert!(seen.proxied.socket_http2.answer().is_some());
    assert!(of(&verdict, CheckId::Websocket).observed.contains("HTTP/2 status 403"));
}

#[tokio::test]
async fn without_an_upstream_what_needs_it_is_skipped() {
    let mut set = Stage::good().set().await;
    set.target.upstream = None;
    let (_, verdict) = set.judged().await;
    assert_eq!(verdict.verdict, Health::Healthy, "{:#?}", verdict.faults().collect::<Vec<_>>());
    let skipped: Vec<_> = verdict
        .checks
        .iter()
        .filter(|check| check.code == Code::NoUpstream)
        .map(|check| check.id.name())
        .collect();
    assert_eq!(skipped, ["jellyfin.direct", "jellyfin.same_server", "jellyfin.trusts_proxy", "latency"]);
}

#[tokio::test]
async fn a_recording_is_judged_alike_and_holds_no_token() {
    let stage = Stage {
        plain: |request| {
            let leak = "https://media.example.com/web/?api_key=e76fcaf7e3e14682b42ac08ea049f937";
            request.path.starts_with("/web").then(|| crate::jellyfin_like::to(301, leak, false))
        },
        ..Stage::good()
    };
    let (seen, verdict) = stage.set().await.judged().await;
    let saved = serde_json::to_string(&seen).expect("plain data");
    assert!(!saved.contains("e76fcaf7"), "{saved}");
    let read: Observations = serde_json::from_str(&saved).expect("just saved");
    assert_eq!(engine::verdict::judge(&read), verdict);
}

#[tokio::test]
async fn a_name_is_looked_up_and_a_missing_one_is_told() {
    let set = Stage { url: "http://localhost", on_own_port: true, ..Stage::good() }.set().await;
    let (seen, verdict) = set.judged().await;
    assert_eq!(of(&verdict, CheckId::DnsA).code, Code::Ok, "{:?}", seen.addresses);

    let mut set = Stage::good().set().await;
    (set.target.connect, set.target.url) = (None, "https://no-such-name.invalid".parse().expect("a site"));
    let (_, verdict) = set.judged().await;
    let code = of(&verdict, CheckId::DnsA).code;
    // A machine without any resolver cannot tell that the name does not exist.
    assert!(matches!(code, Code::NameNotFound | Code::LookupFailed), "{code}");
    assert_eq!(of(&verdict, CheckId::TcpHttps).code, Code::NotReached);
    assert_eq!(of(&verdict, CheckId::JellyfinDirect).code, Code::Ok);
}

#[tokio::test]
async fn closed_ports_are_told_from_silent_ones() {
    let mut set = Stage::good().set().await;
    let closed = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("bound");
    (set.target.connect, set.target.http_port) = (Some(closed), Some(closed.port()));
    set.target.upstream = format!("http://{closed}").parse().ok();
    let (_, verdict) = set.judged().await;
    for (id, code) in [
        (CheckId::TcpHttps, Code::PortClosed),
        (CheckId::TcpHttp, Code::HttpPortClosed),
        (CheckId::HttpRedirect, Code::NotReached),
        (CheckId::TlsChain, Code::NotReached),
        (CheckId::Websocket, Code::NotReached),
        (CheckId::JellyfinDirect, Code::UpstreamUnreachable),
        (CheckId::BackendState, Code::UpstreamUnreachable),
        (CheckId::Latency, Code::NotReached),
    ] {
        assert_eq!(of(&verdict, id).code, code, "{id}");
    }
}
