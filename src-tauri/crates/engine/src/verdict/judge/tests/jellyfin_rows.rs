//! Jellyfin itself, and whether it learns how visitors come.

use super::Row;
use super::sample::*;
use crate::verdict::answer::Answer;
use crate::verdict::check_id::CheckId as Id;
use crate::verdict::code::Code;
use crate::verdict::trouble::{Question, Trouble};

pub(super) const ROWS: &[Row] = &[
    (Id::JellyfinDirect, Code::NoUpstream, |s| s.upstream = None),
    (Id::JellyfinDirect, Code::UpstreamUnreachable, |s| s.direct.info = Question::Failed(Trouble::Refused)),
    (Id::JellyfinDirect, Code::NotJellyfin, |s| s.direct.info = other(200, "<html>It works!")),
    (Id::JellyfinDirect, Code::NotReady, |s| {
        s.direct.info = jellyfin(503, "Jellyfin Server is loading. Please try again shortly.");
    }),
    (Id::JellyfinDirect, Code::BasePathMismatch, |s| s.direct.info = to(302, "jellyfin/web/")),
    (Id::JellyfinDirect, Code::BasePathMismatch, |s| s.direct.info = jellyfin(404, "")),
    (Id::JellyfinDirect, Code::JellyfinFiltered, |s| s.direct.info = jellyfin(503, "")),
    (Id::JellyfinDirect, Code::JellyfinError, |s| s.direct.info = jellyfin(500, "Error processing request.")),
    (Id::JellyfinSetUp, Code::JellyfinNotSetUp, |s| s.direct.info = jellyfin(200, &info("abc", false))),
    (Id::JellyfinSetUp, Code::JellyfinNotSetUp, |s| {
        s.upstream = None;
        s.direct = Default::default();
        s.proxied.info = jellyfin(200, &info("abc", false));
    }),
    // A starting server says unfinished of every server.
    (Id::JellyfinSetUp, Code::NotReady, starting),
    (Id::JellyfinSetUp, Code::NotReached, |s| {
        s.direct.info = Question::Failed(Trouble::Refused);
        s.proxied.info = other(502, "<html>");
    }),
    (Id::JellyfinSameServer, Code::NoUpstream, |s| s.upstream = None),
    (Id::JellyfinSameServer, Code::OtherServer, |s| s.proxied.info = jellyfin(200, &info("xyz", true))),
    (Id::JellyfinSameServer, Code::OtherSite, |s| s.proxied.info = other(200, "<html>Welcome to nginx!")),
    (Id::JellyfinSameServer, Code::OtherSite, |s| s.proxied.info = other(200, "")),
    (Id::JellyfinSameServer, Code::ProxyCannotReach, |s| s.proxied.info = other(502, "<html>")),
    (Id::JellyfinSameServer, Code::NotReady, |s| {
        starting(s);
        s.proxied.info = other(503, "<html>");
    }),
    (Id::JellyfinSameServer, Code::UpstreamUnreachable, |s| {
        s.direct.health = Question::Failed(Trouble::Refused);
        s.proxied.info = other(503, "<html>");
    }),
    (Id::JellyfinSameServer, Code::UpstreamSlow, |s| s.proxied.info = other(504, "<html>")),
    (Id::JellyfinSameServer, Code::Misdirected, |s| s.proxied.info = other(421, "<html>")),
    (Id::JellyfinSameServer, Code::RejectedByProxy, |s| s.proxied.info = other(400, "<html>")),
    (Id::JellyfinSameServer, Code::BlockedByProxy, |s| s.proxied.info = other(403, "<html>")),
    (Id::JellyfinSameServer, Code::NoAnswer, |s| s.proxied.info = Question::Failed(Trouble::Closed)),
    (Id::JellyfinSameServer, Code::NotReached, |s| {
        s.proxied.info = Question::Failed(Trouble::Tls("handshake failure".into()));
    }),
    (Id::JellyfinTrustsProxy, Code::NoUpstream, |s| s.upstream = None),
    (Id::JellyfinTrustsProxy, Code::ProxyNotKnown, proxy_not_known),
    (Id::JellyfinTrustsProxy, Code::ProxyNotKnown, |s| {
        s.direct.web_forwarded = Question::Answered(Answer {
            location: Some("https://127.0.0.1:8920/web".into()),
            ..marked(307, "")
        });
    }),
    (Id::JellyfinTrustsProxy, Code::NotReady, starting),
    // Asked from elsewhere than the proxy, the answer through the site counts.
    (Id::JellyfinTrustsProxy, Code::Ok, |s| {
        s.upstream = Some(url("http://192.168.1.9:8096"));
        s.direct.web_forwarded = web("http://192.168.1.9:8096/web/");
    }),
    (Id::Forwarded, Code::ProxyNotKnown, proxy_not_known),
    (Id::Forwarded, Code::HeaderNotSent, |s| s.proxied.web = web("http://media.example.com/web/")),
    (Id::Forwarded, Code::ForwardedSchemeLost, |s| {
        proxy_not_known(s);
        s.upstream = None;
        s.direct = Default::default();
    }),
    (Id::Forwarded, Code::ForwardedSchemeLost, |s| {
        proxy_not_known(s);
        s.upstream = Some(url("http://192.168.1.9:8096"));
    }),
    (Id::Forwarded, Code::SchemeIsAddress, |s| s.proxied.web = web("192.0.2.7://media.example.com/web/")),
    (Id::Forwarded, Code::SchemeWrong, |s| s.proxied.web = web("wss://media.example.com/web/")),
    (Id::Forwarded, Code::SchemeWrong, |s| {
        plain(s);
        s.proxied.web = web("https://media.example.com/web/");
    }),
    (Id::Forwarded, Code::Ok, plain),
    (Id::Forwarded, Code::HostNotForwarded, |s| s.proxied.web = web("https://127.0.0.1:8096/web/")),
    (Id::Forwarded, Code::PortNotForwarded, |s| s.url = url("https://media.example.com:8443")),
    (Id::Forwarded, Code::BasePathMismatch, |s| s.url = url("https://media.example.com/jellyfin")),
    (Id::Forwarded, Code::LocationRewritten, |s| {
        s.direct.web_forwarded = web("http://127.0.0.1:8096/web/");
    }),
    (Id::Forwarded, Code::RequireHttps, |s| {
        s.proxied.web = Question::Answered(Answer {
            location: Some("https://media.example.com:8920/web".into()),
            ..marked(307, "")
        });
    }),
    (Id::Forwarded, Code::NotReady, starting),
    (Id::BackendState, Code::JellyfinStarting, starting),
    (Id::BackendState, Code::JellyfinLoading, |s| {
        s.direct.health = jellyfin(503, "Jellyfin Server is loading. Please try again shortly.");
    }),
    (Id::BackendState, Code::JellyfinUnhealthy, |s| s.direct.health = jellyfin(503, "Unhealthy")),
    (Id::BackendState, Code::JellyfinFiltered, |s| s.direct.health = jellyfin(503, "")),
    (Id::BackendState, Code::RemoteAccessOff, |s| s.direct.health_forwarded = jellyfin(503, "")),
    (Id::BackendState, Code::BasePathMismatch, |s| s.direct.health = to(302, "/jellyfin/health")),
    (Id::BackendState, Code::UpstreamUnreachable, |s| s.direct.health = Question::Failed(Trouble::Refused)),
    (Id::BackendState, Code::NotJellyfin, |s| s.direct.health = other(404, "<html>")),
    (Id::BackendState, Code::OtherSite, |s| {
        s.upstream = None;
        s.direct = Default::default();
        s.proxied.health = other(404, "<html>");
    }),
    (Id::BackendState, Code::NotReached, |s| {
        s.upstream = None;
        s.direct = Default::default();
        s.proxied = Default::default();
    }),
];
