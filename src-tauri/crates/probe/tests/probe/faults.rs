//! One fault at a time, each seen over the wire.

use engine::verdict::{CheckId as Id, Code};

use crate::fake::{Act, Request};
use crate::jellyfin_like::{info, marked, other, to};
use crate::stage::{Fault, Stage, of};

/// A fault of the proxy's site, and what it is found to be.
const SITE: &[(Fault, Id, Code)] = &[
    (|r| (on(r, "/socket") && !r.http2).then(|| marked(404, "")), Id::Websocket, Code::UpgradeLost),
    (|r| on(r, "/socket").then(|| other(426, "")), Id::Websocket, Code::UpgradeRefused),
    (|r| on(r, "/socket").then(|| other(502, "")), Id::Websocket, Code::ProxyCannotReach),
    (|r| on(r, "/socket").then(|| other(403, "<html>")), Id::Websocket, Code::BlockedByProxy),
    (|r| (on(r, "/socket") && r.http2).then(|| marked(404, "")), Id::Websocket, Code::Http2UpgradeLost),
    (
        |r| on(r, "/web").then(|| to(301, "http://media.example.com/web/", true)),
        Id::Forwarded,
        Code::HeaderNotSent,
    ),
    (
        |r| on(r, "/web").then(|| to(301, "192.0.2.7://media.example.com/web/", true)),
        Id::Forwarded,
        Code::SchemeIsAddress,
    ),
    (
        |r| on(r, "/web").then(|| to(301, "https://127.0.0.1:8096/web/", true)),
        Id::Forwarded,
        Code::HostNotForwarded,
    ),
    (
        |r| on(r, "/web").then(|| to(301, "https://media.example.com:81/web/", true)),
        Id::Forwarded,
        Code::PortNotForwarded,
    ),
    (
        |r| on(r, "/web").then(|| to(307, "https://media.example.com:8920/web", true)),
        Id::Forwarded,
        Code::RequireHttps,
    ),
    (|_| Some(to(302, "/jellyfin/web/", false)), Id::Forwarded, Code::BasePathMismatch),
    (|r| on(r, "/web/index.html").then(|| marked(200, "<!DOCTYPE html>")), Id::Range, Code::RangeIgnored),
    (|r| r.path.starts_with("/web/").then(|| marked(404, "")), Id::Range, Code::NoStaticFile),
    (|r| (r.method == "POST").then_some(Act::AnswerEarly(413)), Id::UploadLimit, Code::UploadLimited),
    (|r| (r.method == "POST").then(|| other(413, "")), Id::UploadLimit, Code::UploadLimited),
    (|r| (r.method == "POST").then_some(Act::Close), Id::UploadLimit, Code::NoAnswer),
    (|r| on(r, "/System/Info/Public").then_some(Act::Close), Id::JellyfinSameServer, Code::NoAnswer),
    (|r| on(r, "/System/Info/Public").then_some(Act::Gibberish), Id::JellyfinSameServer, Code::NoAnswer),
    (|_| Some(other(502, "<html>502 Bad Gateway")), Id::JellyfinSameServer, Code::ProxyCannotReach),
    (|_| Some(other(503, "<html>503")), Id::JellyfinSameServer, Code::ProxyCannotReach),
    (|_| Some(other(504, "<html>504")), Id::JellyfinSameServer, Code::UpstreamSlow),
    (|_| Some(other(421, "<html>421")), Id::JellyfinSameServer, Code::Misdirected),
    (|_| Some(other(400, "<html>400")), Id::JellyfinSameServer, Code::RejectedByProxy),
    (|_| Some(other(200, "<html>Welcome to nginx!")), Id::JellyfinSameServer, Code::OtherSite),
    (|_| Some(other(200, "")), Id::JellyfinSameServer, Code::OtherSite),
    (|_| Some(marked(503, "")), Id::JellyfinSameServer, Code::JellyfinFiltered),
    (|_| Some(marked(500, "Error processing request.")), Id::JellyfinSameServer, Code::JellyfinError),
    (
        |r| on(r, "/System/Info/Public").then(|| marked(200, &info("other", true))),
        Id::JellyfinSameServer,
        Code::OtherServer,
    ),
];

/// A fault of the plain http port.
const PLAIN: &[(Fault, Id, Code)] = &[
    (|_| Some(other(404, "<html>")), Id::HttpRedirect, Code::RedirectMissing),
    (|_| Some(Act::Close), Id::HttpRedirect, Code::RedirectMissing),
    (|_| Some(marked(200, "<html>")), Id::HttpRedirect, Code::PlainHttpServed),
    (
        |r| Some(to(301, &format!("http://media.example.com{}", r.path), false)),
        Id::HttpRedirect,
        Code::RedirectNotHttps,
    ),
    (
        |r| Some(to(301, &format!("https://localhost{}", r.path), false)),
        Id::HttpRedirect,
        Code::RedirectWrongHost,
    ),
    (
        |r| Some(to(301, &format!("https://media.example.com{}", &r.path[1..]), false)),
        Id::HttpRedirect,
        Code::RedirectSlashLost,
    ),
    (
        |r| Some(to(301, &format!("https://media.example.com:81{}", r.path), false)),
        Id::HttpRedirect,
        Code::RedirectWrongPort,
    ),
    (|_| Some(to(301, "https://media.example.com/", false)), Id::HttpRedirect, Code::RedirectWrongPath),
    (|r| r.path.starts_with("//").then(|| to(301, &r.path, false)), Id::HttpRedirect, Code::RedirectOpen),
    (
        |r| Some(to(301, &format!("https://media.example.com{}", r.path), false)),
        Id::HttpRedirect,
        Code::AcmeRedirected,
    ),
];

/// A fault of Jellyfin itself.
const UPSTREAM: &[(Fault, Id, Code)] = &[
    (
        |r| on(r, "/web").then(|| to(301, "http://127.0.0.1:8096/web/", true)),
        Id::JellyfinTrustsProxy,
        Code::ProxyNotKnown,
    ),
    (
        |r| on(r, "/web").then(|| to(301, "http://127.0.0.1:8096/web/", true)),
        Id::Forwarded,
        Code::LocationRewritten,
    ),
    (|_| Some(other(200, "<html>It works!")), Id::JellyfinDirect, Code::NotJellyfin),
    (|_| Some(Act::Gibberish), Id::JellyfinDirect, Code::NotJellyfin),
    (|_| Some(Act::Close), Id::JellyfinDirect, Code::UpstreamUnreachable),
    (
        |r| on(r, "/System/Info/Public").then(|| marked(200, &info("x", false))),
        Id::JellyfinSetUp,
        Code::JellyfinNotSetUp,
    ),
    (|r| on(r, "/health").then(|| other(200, "Degraded")), Id::BackendState, Code::JellyfinStarting),
    (
        |r| on(r, "/health").then(|| marked(503, "Jellyfin Server is loading. Please try again shortly.")),
        Id::BackendState,
        Code::JellyfinLoading,
    ),
    (|r| on(r, "/health").then(|| marked(503, "Unhealthy")), Id::BackendState, Code::JellyfinUnhealthy),
    (|_| Some(to(302, "/jellyfin/health", false)), Id::BackendState, Code::BasePathMismatch),
    (|r| r.field("x-forwarded-for").map(|_| marked(503, "")), Id::BackendState, Code::RemoteAccessOff),
];

#[tokio::test]
async fn faults_of_the_site_are_found() {
    for (number, (site, id, code)) in SITE.iter().enumerate() {
        expect(Stage { site: *site, ..Stage::good() }, number, *id, *code).await;
    }
}

#[tokio::test]
async fn faults_of_the_redirect_are_found() {
    for (number, (plain, id, code)) in PLAIN.iter().enumerate() {
        expect(Stage { plain: *plain, ..Stage::good() }, number, *id, *code).await;
    }
}

#[tokio::test]
async fn faults_of_jellyfin_are_found() {
    for (number, (upstream, id, code)) in UPSTREAM.iter().enumerate() {
        expect(Stage { upstream: *upstream, ..Stage::good() }, number, *id, *code).await;
    }
}

/// The header is sent, but Jellyfin does not know its proxy: never taken for a header that is missing.
#[tokio::test]
async fn an_unknown_proxy_is_not_taken_for_a_missing_header() {
    let ignored: Fault = |r| on(r, "/web").then(|| to(301, "http://media.example.com/web/", true));
    let stage = Stage { site: ignored, upstream: ignored, ..Stage::good() };
    expect(stage, 0, Id::Forwarded, Code::ProxyNotKnown).await;
}

async fn expect(stage: Stage, number: usize, id: Id, code: Code) {
    let (_, verdict) = stage.set().await.judged().await;
    let check = of(&verdict, id);
    assert_eq!(check.code, code, "row {number}, {id}: {}", check.observed);
}

fn on(request: &Request, path: &str) -> bool {
    request.path == path
}
