//! A site on which nothing is wrong, and the answers that make it so.

use std::net::{Ipv4Addr, SocketAddr};

use jiff::Timestamp;

use crate::verdict::access_log::AccessLogSeen;
use crate::verdict::answer::Answer;
use crate::verdict::observations::{
    DirectSeen, ExposureSeen, LatencySeen, Observations, ProxiedSeen, RedirectSeen,
};
use crate::verdict::tls_seen::{CertificateSeen, Handshake, TlsSeen, Trust, Versions};
use crate::verdict::trouble::{Dial, Question, Trouble};

const DAY: i64 = 86_400;

pub(super) fn healthy() -> Observations {
    let mut seen = Observations::begin(url("https://media.example.com"), day(30));
    seen.http_port = Some(80);
    seen.upstream = Some(url("http://127.0.0.1:8096"));
    seen.addresses =
        Question::Answered(vec!["192.0.2.10".parse().expect("IPv4"), "2001:db8::10".parse().expect("IPv6")]);
    seen.dials = vec![dial("192.0.2.10:443", None), dial("[2001:db8::10]:443", None)];
    seen.http_dials = vec![dial("192.0.2.10:80", None), dial("[2001:db8::10]:80", None)];
    seen.redirect = RedirectSeen {
        page: to(301, "https://media.example.com/web/index.html?x=1"),
        doubled_slash: to(301, "https://media.example.com//probe.invalid/web/"),
        challenge: other(404, ""),
    };
    seen.tls = Some(tls());
    seen.proxied = ProxiedSeen {
        health: jellyfin(200, "Healthy"),
        info: jellyfin(200, &info("abc", true)),
        web: web("https://media.example.com/web/"),
        range: Question::Answered(Answer { content_range: Some("bytes 0-9/300".into()), ..marked(206, "") }),
        upload: jellyfin(401, ""),
        socket: jellyfin(403, "Error processing request."),
        socket_http2: jellyfin(200, ""),
    };
    seen.direct = DirectSeen {
        health: jellyfin(200, "Healthy"),
        info: jellyfin(200, &info("abc", true)),
        web_forwarded: web("https://127.0.0.1:8096/web/"),
        health_forwarded: jellyfin(200, "Healthy"),
    };
    seen.exposure = Some(vec![ExposureSeen {
        address: SocketAddr::from((Ipv4Addr::new(192, 168, 1, 5), 8096)),
        info: Question::Failed(Trouble::Refused),
    }]);
    seen.access_log = Some(AccessLogSeen::read(["GET /web/ HTTP/2.0 200"]));
    seen.latency = Some(LatencySeen { proxied_us: 2_300, direct_us: 1_100, pairs: 15 });
    seen
}

fn tls() -> TlsSeen {
    let leaf = CertificateSeen {
        subject: "CN=media.example.com".into(),
        issuer: "CN=Intermediate".into(),
        names: vec!["media.example.com".into()],
        not_before: day(0),
        not_after: day(90),
        self_issued: false,
        names_issuer_url: true,
    };
    let intermediate =
        CertificateSeen { subject: "CN=Intermediate".into(), issuer: "CN=Root".into(), ..leaf.clone() };
    TlsSeen {
        handshake: Question::Answered(Handshake {
            alpn: Some("h2".into()),
            chain: vec![leaf, intermediate],
            trust: Trust::Trusted,
            roots_given: false,
            name_covered: true,
        }),
        http11_only: Question::Answered(Some("http/1.1".into())),
        versions: Versions { tls10: Some(false), tls11: Some(false), tls12: Some(true), tls13: Some(true) },
    }
}

/// The forwarded headers are sent, but Jellyfin does not know its proxy.
pub(super) fn proxy_not_known(seen: &mut Observations) {
    seen.proxied.web = web("http://media.example.com/web/");
    seen.direct.web_forwarded = web("http://127.0.0.1:8096/web/");
}

/// The same site without TLS.
pub(super) fn plain(seen: &mut Observations) {
    seen.url = url("http://media.example.com");
    seen.http_port = None;
    seen.tls = None;
    seen.redirect = RedirectSeen::default();
    seen.proxied.web = web("http://media.example.com/web/");
    seen.proxied.socket_http2 = Question::NotAsked;
}

/// The start-up server answers on every way.
pub(super) fn starting(seen: &mut Observations) {
    let page = || Question::Answered(Answer { retry_after: Some("005".into()), ..answer(503, "<html>") });
    seen.direct.health = other(200, "Degraded");
    seen.direct.info = other(200, &info("abc", false).replace("\"Id\"", "\"id\""));
    seen.direct.web_forwarded = page();
    seen.direct.health_forwarded = other(200, "Degraded");
    seen.proxied.health = other(200, "Degraded");
    (seen.proxied.info, seen.proxied.web, seen.proxied.range) = (seen.direct.info.clone(), page(), page());
    (seen.proxied.upload, seen.proxied.socket) = (page(), page());
    seen.latency = None;
}

pub(super) fn handshake(seen: &mut Observations) -> &mut Handshake {
    match &mut tls_of(seen).handshake {
        Question::Answered(handshake) => handshake,
        Question::NotAsked | Question::Failed(_) => panic!("the sample has a handshake"),
    }
}

pub(super) fn tls_of(seen: &mut Observations) -> &mut TlsSeen {
    seen.tls.as_mut().expect("the sample has TLS")
}

pub(super) fn url(text: &str) -> crate::verdict::SiteUrl {
    text.parse().expect(text)
}

pub(super) fn day(number: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + number * DAY).expect("a date")
}

pub(super) fn dial(address: &str, trouble: Option<Trouble>) -> Dial {
    Dial { address: address.parse().expect(address), trouble }
}

pub(super) fn info(id: &str, set_up: bool) -> String {
    format!(
        r#"{{"ProductName":"Jellyfin Server","Version":"10.11.11","Id":"{id}","StartupWizardCompleted":{set_up}}}"#
    )
}

pub(super) fn answer(status: u16, body: &str) -> Answer {
    Answer { status, body: body.to_owned(), ..Answer::default() }
}

/// An answer of Jellyfin's own.
pub(super) fn marked(status: u16, body: &str) -> Answer {
    Answer { response_time: true, ..answer(status, body) }
}

pub(super) fn jellyfin(status: u16, body: &str) -> Question<Answer> {
    Question::Answered(marked(status, body))
}

/// An answer of somebody else.
pub(super) fn other(status: u16, body: &str) -> Question<Answer> {
    Question::Answered(answer(status, body))
}

/// Jellyfin's redirect of `/web`.
pub(super) fn web(location: &str) -> Question<Answer> {
    Question::Answered(Answer { location: Some(location.to_owned()), ..marked(301, "") })
}

/// The proxy's redirect.
pub(super) fn to(status: u16, location: &str) -> Question<Answer> {
    Question::Answered(Answer { location: Some(location.to_owned()), ..answer(status, "") })
}
