//! What must get through, and what lies around.

use super::Row;
use super::sample::*;
use crate::verdict::access_log::AccessLogSeen;
use crate::verdict::check_id::CheckId as Id;
use crate::verdict::code::Code;
use crate::verdict::trouble::{Question, Trouble};

pub(super) const ROWS: &[Row] = &[
    (Id::Websocket, Code::Ok, |s| s.proxied.socket = jellyfin(101, "")),
    (Id::Websocket, Code::Ok, |s| s.proxied.socket_http2 = jellyfin(403, "")),
    (Id::Websocket, Code::Ok, |s| s.proxied.socket_http2 = Question::NotAsked),
    (Id::Websocket, Code::UpgradeLost, |s| s.proxied.socket = jellyfin(404, "")),
    (Id::Websocket, Code::UpgradeRefused, |s| s.proxied.socket = other(426, "")),
    (Id::Websocket, Code::UpgradeRefused, |s| s.proxied.socket = other(400, "")),
    (Id::Websocket, Code::ProxyCannotReach, |s| s.proxied.socket = other(502, "")),
    (Id::Websocket, Code::BlockedByProxy, |s| s.proxied.socket = other(403, "<html>")),
    (Id::Websocket, Code::OtherSite, |s| s.proxied.socket = other(404, "<html>")),
    (Id::Websocket, Code::JellyfinFiltered, |s| s.proxied.socket = jellyfin(503, "")),
    (Id::Websocket, Code::BasePathMismatch, |s| s.proxied.socket = to(302, "jellyfin/web/")),
    (Id::Websocket, Code::Http2UpgradeLost, |s| s.proxied.socket_http2 = jellyfin(404, "")),
    (Id::Websocket, Code::Http2UpgradeLost, |s| s.proxied.socket_http2 = Question::Failed(Trouble::TimedOut)),
    (Id::Websocket, Code::NotReady, starting),
    (Id::Range, Code::RangeIgnored, |s| s.proxied.range = jellyfin(200, "<html>")),
    (Id::Range, Code::NoStaticFile, |s| s.proxied.range = jellyfin(404, "")),
    (Id::Range, Code::OtherSite, |s| s.proxied.range = other(200, "<html>")),
    (Id::UploadLimit, Code::UploadLimited, |s| s.proxied.upload = other(413, "<html>")),
    (Id::UploadLimit, Code::JellyfinError, |s| s.proxied.upload = jellyfin(500, "")),
    (Id::UploadLimit, Code::NoAnswer, |s| s.proxied.upload = Question::Failed(Trouble::Closed)),
    (Id::ExposureUpstream, Code::NoAddressesGiven, |s| s.exposure = None),
    (Id::ExposureUpstream, Code::UpstreamExposed, |s| {
        s.exposure.as_mut().expect("the sample has an address")[0].info = jellyfin(200, &info("abc", true));
    }),
    (Id::LogsSecrets, Code::NoLogGiven, |s| s.access_log = None),
    (Id::LogsSecrets, Code::TokenInLog, |s| {
        let line = "GET /socket?api_key=0123456789abcdef0123456789abcdef HTTP/1.1 101";
        s.access_log = Some(AccessLogSeen::read([line, "GET /web/ HTTP/1.1 200"]));
    }),
    (Id::Latency, Code::NoUpstream, |s| s.upstream = None),
    (Id::Latency, Code::NotReached, |s| s.latency = None),
    (Id::Latency, Code::SlowProxy, |s| s.latency.as_mut().expect("measured").proxied_us = 60_000),
];
