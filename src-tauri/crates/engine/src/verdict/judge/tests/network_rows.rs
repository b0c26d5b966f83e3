//! Names, ports, the redirect, TLS.

use super::Row;
use super::sample::*;
use crate::verdict::check_id::CheckId as Id;
use crate::verdict::code::Code;
use crate::verdict::tls_seen::Trust;
use crate::verdict::trouble::{Question, Trouble};

pub(super) const ROWS: &[Row] = &[
    (Id::DnsA, Code::Ok, |_| {}),
    (Id::DnsA, Code::AddressGiven, |s| s.connect = Some("127.0.0.1:443".parse().expect("an address"))),
    (Id::DnsAaaa, Code::AddressGiven, |s| s.connect = Some("127.0.0.1:443".parse().expect("an address"))),
    (Id::DnsA, Code::HostIsAddress, |s| s.url = url("https://[2001:db8::10]")),
    (Id::DnsA, Code::NoIpv4Address, |s| {
        s.addresses = Question::Answered(vec!["2001:db8::10".parse().expect("IPv6")]);
    }),
    (Id::DnsAaaa, Code::NoIpv6Address, |s| {
        s.addresses = Question::Answered(vec!["192.0.2.10".parse().expect("IPv4")]);
    }),
    (Id::DnsA, Code::NameNotFound, |s| s.addresses = Question::Failed(Trouble::NameNotFound)),
    (Id::DnsAaaa, Code::NotReached, |s| s.addresses = Question::Failed(Trouble::NameNotFound)),
    (Id::DnsA, Code::LookupFailed, |s| s.addresses = Question::Failed(Trouble::TimedOut)),
    (Id::TcpHttps, Code::AddressDead, |s| s.dials[1].trouble = Some(Trouble::Refused)),
    // This machine may have no IPv6: that says nothing about the site.
    (Id::TcpHttps, Code::Ok, |s| s.dials[1].trouble = Some(Trouble::NoRoute)),
    (Id::TcpHttps, Code::PortClosed, |s| s.dials = vec![dial("192.0.2.10:443", Some(Trouble::Refused))]),
    (Id::TcpHttps, Code::PortSilent, |s| s.dials = vec![dial("192.0.2.10:443", Some(Trouble::TimedOut))]),
    (Id::TcpHttps, Code::HostUnreachable, |s| s.dials = vec![dial("192.0.2.10:443", Some(Trouble::NoRoute))]),
    (Id::TcpHttps, Code::NotReached, |s| s.dials.clear()),
    (Id::TcpHttps, Code::PlainHttp, plain),
    (Id::TcpHttp, Code::Ok, plain),
    (Id::TcpHttp, Code::NoHttpPort, |s| s.http_port = None),
    (Id::TcpHttp, Code::HttpPortClosed, |s| {
        s.http_dials = vec![dial("192.0.2.10:80", Some(Trouble::Refused))];
    }),
    (Id::HttpRedirect, Code::PlainHttp, plain),
    (Id::HttpRedirect, Code::NoHttpPort, |s| s.http_port = None),
    (Id::HttpRedirect, Code::NotReached, |s| s.redirect.page = Question::NotAsked),
    (Id::HttpRedirect, Code::RedirectMissing, |s| s.redirect.page = other(404, "<html>")),
    (Id::HttpRedirect, Code::PlainHttpServed, |s| s.redirect.page = jellyfin(200, "<html>")),
    (Id::HttpRedirect, Code::RedirectNotHttps, |s| {
        s.redirect.page = to(301, "http://media.example.com/web/index.html?x=1");
    }),
    (Id::HttpRedirect, Code::RedirectWrongHost, |s| {
        s.redirect.page = to(301, "https://localhost/web/index.html?x=1");
    }),
    (Id::HttpRedirect, Code::RedirectSlashLost, |s| {
        s.redirect.page = to(301, "https://media.example.comweb/index.html?x=1");
    }),
    (Id::HttpRedirect, Code::RedirectSlashLost, |s| {
        s.url = url("https://media.example.com:8443");
        s.redirect.page = to(301, "https://media.example.com:8443web/index.html?x=1");
    }),
    (Id::HttpRedirect, Code::RedirectWrongPort, |s| {
        s.url = url("https://media.example.com:8443");
    }),
    (Id::HttpRedirect, Code::RedirectWrongPath, |s| s.redirect.page = to(301, "https://media.example.com/")),
    (Id::HttpRedirect, Code::RedirectWrongPath, |s| {
        s.redirect.page = to(301, "https://media.example.com/web/index.html");
    }),
    (Id::HttpRedirect, Code::RedirectOpen, |s| s.redirect.doubled_slash = to(301, "//probe.invalid/web/")),
    (Id::HttpRedirect, Code::RedirectOpen, |s| {
        s.redirect.doubled_slash = to(301, "https://probe.invalid/web/");
    }),
    (Id::HttpRedirect, Code::AcmeRedirected, |s| {
        s.redirect.challenge = to(301, "https://media.example.com/.well-known/acme-challenge/x");
    }),
    (Id::TlsChain, Code::PlainHttp, plain),
    (Id::TlsChain, Code::NotReached, |s| s.tls = None),
    (Id::TlsChain, Code::TlsFailed, |s| {
        tls_of(s).handshake = Question::Failed(Trouble::Tls("received fatal alert: UnrecognisedName".into()));
    }),
    (Id::TlsName, Code::NotReached, |s| tls_of(s).handshake = Question::Failed(Trouble::TimedOut)),
    (Id::TlsChain, Code::NoRoots, |s| handshake(s).trust = Trust::NoRoots),
    (Id::TlsChain, Code::ChainIncomplete, |s| {
        handshake(s).chain.truncate(1);
        handshake(s).trust = Trust::UnknownIssuer;
    }),
    (Id::TlsChain, Code::ChainIncomplete, |s| {
        handshake(s).chain.truncate(1);
        handshake(s).chain[0].names_issuer_url = false;
        handshake(s).trust = Trust::UnknownIssuer;
        handshake(s).roots_given = true;
    }),
    (Id::TlsChain, Code::PrivateCa, |s| {
        handshake(s).chain.truncate(1);
        handshake(s).chain[0].names_issuer_url = false;
        handshake(s).trust = Trust::UnknownIssuer;
    }),
    (Id::TlsChain, Code::PrivateCa, |s| {
        handshake(s).chain[1].self_issued = true;
        handshake(s).trust = Trust::UnknownIssuer;
    }),
    (Id::TlsChain, Code::CaMismatch, |s| {
        handshake(s).chain[1].self_issued = true;
        handshake(s).trust = Trust::UnknownIssuer;
        handshake(s).roots_given = true;
    }),
    (Id::TlsChain, Code::SelfSigned, |s| {
        handshake(s).chain.truncate(1);
        handshake(s).chain[0].self_issued = true;
        handshake(s).trust = Trust::Rejected("CaUsedAsEndEntity".into());
    }),
    (Id::TlsChain, Code::ChainRejected, |s| {
        handshake(s).trust = Trust::Rejected("unsupported extension".into());
    }),
    (Id::TlsChain, Code::ChainRejected, |s| handshake(s).trust = Trust::BadSignature),
    (Id::TlsChain, Code::CaMismatch, |s| {
        handshake(s).trust = Trust::BadSignature;
        handshake(s).roots_given = true;
    }),
    (Id::TlsName, Code::CertificateNameMismatch, |s| handshake(s).name_covered = false),
    (Id::TlsExpiry, Code::Ok, |s| s.measured_at = day(59)),
    (Id::TlsExpiry, Code::CertificateExpiresSoon, |s| s.measured_at = day(61)),
    (Id::TlsExpiry, Code::CertificateExpired, |s| s.measured_at = day(91)),
    (Id::TlsExpiry, Code::CertificateNotYetValid, |s| s.measured_at = day(-1)),
    (Id::TlsVersions, Code::OldTlsAccepted, |s| tls_of(s).versions.tls11 = Some(true)),
    (Id::TlsVersions, Code::Tls12Missing, |s| tls_of(s).versions.tls12 = Some(false)),
    (Id::TlsVersions, Code::NotReached, |s| tls_of(s).versions = Default::default()),
    (Id::TlsAlpn, Code::Http2NotOffered, |s| handshake(s).alpn = Some("http/1.1".into())),
    (Id::TlsAlpn, Code::Http2NotOffered, |s| handshake(s).alpn = None),
    (Id::TlsAlpn, Code::Http11NotOffered, |s| {
        tls_of(s).http11_only = Question::Failed(Trouble::Tls("NoApplicationProtocol".into()));
    }),
];
