//! Who answers a visit: what Apache 2.4.71 was seen to do with the same configurations.

use engine::proxies::{Answering, Visit};
use testkit::FolderHost;

use crate::machine::{debian_with, facts, form, with_site};

/// The name of who answers; `nobody`, `unclear`, and `-` for a site without a name.
fn who(host: &FolderHost, visit: &Visit) -> String {
    let facts = facts(host, &form());
    let install = facts.installs.iter().find(|install| install.proxy.word() == "apache").unwrap();
    match install.proxy.proxy().answering(&facts, install, visit) {
        Answering::Site(at) => install.sites[at].names.first().map_or("-", String::as_str).to_owned(),
        Answering::Nobody => "nobody".to_owned(),
        Answering::Unclear { .. } => "unclear".to_owned(),
    }
}

/// A visit to `address:port`; `tls` is the name in the greeting, or `-` for a greeting without one.
fn visit(to: &str, tls: Option<&str>, host: &str) -> Visit {
    let (address, port) = to.rsplit_once(':').unwrap();
    let address = address.trim_matches(|c| c == '[' || c == ']').parse().unwrap();
    let sni = tls.map(|name| (name != "-").then(|| name.to_owned()));
    Visit { address, port: port.parse().unwrap(), sni, host: host.to_owned() }
}

fn machine(text: &str) -> FolderHost {
    machine_of("2.4.71", text)
}

fn machine_of(version: &str, text: &str) -> FolderHost {
    let modules = ["alias", "authz_core", "deflate", "filter", "mpm_event", "ssl", "remoteip"];
    with_site(debian_with(version, &modules), "a.conf", text)
}

fn plain(address: &str, inside: &str) -> String {
    format!("<VirtualHost {address}>\n{inside}\n</VirtualHost>\n")
}

fn tls(address: &str, name: &str, certificate: &str, more: &str) -> String {
    let files =
        format!("SSLCertificateFile /c/{certificate}.pem\nSSLCertificateKeyFile /c/{certificate}.key");
    plain(address, &format!("ServerName {name}\nSSLEngine on\n{files}\n{more}"))
}

/// Four sites on 443, three of which show the same certificate, and one for an address.
fn encrypted() -> String {
    [
        tls("*:443", "a.test", "a", ""),
        tls("*:443", "b.test", "b", "ServerAlias *.b.test"),
        tls("*:443", "b2.test", "b", ""),
        tls("*:443", "c.test", "c", "SSLProtocol TLSv1.2"),
        tls("*:443", "b3.test", "b", "ServerAlias b3x.test"),
        tls("203.0.113.9:443", "ip.test", "d", ""),
    ]
    .concat()
}

#[test]
fn the_greeting_binds_the_request() {
    let host = machine(&encrypted());
    for (to, greeted, asked, answers) in [
        ("127.0.0.1:443", "-", "a.test", "a.test"),
        ("127.0.0.1:443", "-", "b.test", "nobody"),
        ("127.0.0.1:443", "-", "zzz.test", "a.test"),
        ("127.0.0.1:443", "a.test", "a.test", "a.test"),
        ("127.0.0.1:443", "a.test", "b.test", "nobody"),
        ("127.0.0.1:443", "a.test", "zzz.test", "a.test"),
        ("127.0.0.1:443", "b.test", "a.test", "nobody"),
        ("127.0.0.1:443", "b.test", "b2.test", "b2.test"),
        ("127.0.0.1:443", "b.test", "b3x.test", "b3.test"),
        ("127.0.0.1:443", "b.test", "zzz.test", "nobody"),
        ("127.0.0.1:443", "x.b.test", "b3.test", "b3.test"),
        ("127.0.0.1:443", "c.test", "c.test", "c.test"),
        ("127.0.0.1:443", "c.test", "a.test", "nobody"),
        ("127.0.0.1:443", "zzz.test", "a.test", "a.test"),
        ("127.0.0.1:443", "zzz.test", "c.test", "nobody"),
        ("127.0.0.1:443", "a.test", "a.test.", "a.test"),
        ("127.0.0.1:443", "b.test", "B.TEST", "b.test"),
        ("127.0.0.1:443", "b.test", "", "nobody"),
        ("127.0.0.1:443", "-", "", "a.test"),
        ("203.0.113.9:443", "a.test", "a.test", "ip.test"),
        ("203.0.113.9:443", "-", "ip.test", "ip.test"),
        ("203.0.113.9:443", "zzz.test", "a.test", "ip.test"),
    ] {
        assert_eq!(who(&host, &visit(to, Some(greeted), asked)), answers, "{to} {greeted} {asked}");
    }
    assert_eq!(who(&host, &visit("127.0.0.1:443", None, "a.test")), "nobody", "plain where TLS is spoken");
    assert_eq!(who(&host, &visit("127.0.0.1:80", Some("a.test"), "a.test")), "nobody", "TLS where it is not");
}

#[test]
fn versions_and_policies_bind_it_otherwise() {
    let old = machine_of("2.4.62", &encrypted());
    for (greeted, asked, answers) in
        [("-", "b.test", "b.test"), ("a.test", "b.test", "nobody"), ("b.test", "b2.test", "b2.test")]
    {
        assert_eq!(who(&old, &visit("127.0.0.1:443", Some(greeted), asked)), answers, "{greeted} {asked}");
    }
    for (policy, answers) in
        [("SSLVHostSNIPolicy insecure", "b.test"), ("SSLVHostSNIPolicy authonly", "unclear")]
    {
        let host = machine(&format!("{policy}\n{}", encrypted()));
        assert_eq!(who(&host, &visit("127.0.0.1:443", Some("a.test"), "b.test")), answers, "{policy}");
    }
    let strict = machine_of("2.4.62", &format!("SSLStrictSNIVHostCheck on\n{}", encrypted()));
    assert_eq!(who(&strict, &visit("127.0.0.1:443", Some("-"), "a.test")), "nobody");
}

#[test]
fn the_most_exact_address_then_the_name_then_the_first() {
    let text = [
        "Listen 81\nListen 82\nListen 203.0.113.9:83\n".to_owned(),
        plain("*:81", "ServerName first.test"),
        plain("*:81", "ServerName a.test\nServerAlias *.a.test a?.test"),
        plain("*:81", "ServerName x.a.test"),
        plain("203.0.113.9:81 [2001:db8::9]:81", "ServerName ip.test"),
        plain("203.0.113.9", "ServerName ip-any.test"),
        plain("*", "ServerName any.test"),
        plain("0.0.0.0:82 [::]:82", "ServerName zero.test"),
        plain("_default_:82", "ServerName trail.test."),
    ]
    .concat();
    let host = machine(&text);
    for (to, asked, answers) in [
        ("127.0.0.1:81", "a.test", "a.test"),
        ("127.0.0.1:81", "x.a.test", "a.test"),
        ("127.0.0.1:81", "ab.test", "a.test"),
        ("127.0.0.1:81", "ip.test", "first.test"),
        ("127.0.0.1:81", "unknown.test", "first.test"),
        ("203.0.113.9:81", "a.test", "ip.test"),
        ("[2001:db8::9]:81", "a.test", "ip.test"),
        ("203.0.113.9:82", "trail.test", "ip-any.test"),
        ("203.0.113.9:83", "x.test", "ip-any.test"),
        ("127.0.0.1:83", "x.test", "nobody"),
        ("127.0.0.1:82", "trail.test", "zero.test"),
        ("127.0.0.1:84", "any.test", "nobody"),
        ("127.0.0.1:81", "a b", "nobody"),
        ("127.0.0.1:81", "", "first.test"),
    ] {
        assert_eq!(who(&host, &visit(to, None, asked)), answers, "{to} {asked}");
    }
}

#[test]
fn the_main_server_answers_where_no_site_takes_the_address() {
    let text = format!("ServerName main.test\nListen 81\n{}", plain("192.0.2.1:81", "ServerName a.test"));
    let host = machine(&text);
    for (to, asked, answers) in [
        ("192.0.2.1:81", "zzz.test", "a.test"),
        ("127.0.0.1:81", "a.test", "main.test"),
        ("[::1]:81", "x", "main.test"),
    ] {
        assert_eq!(who(&host, &visit(to, None, asked)), answers, "{to} {asked}");
    }
}

#[test]
fn the_machines_own_name_is_that_of_sites_without_one() {
    let text = format!("Listen 81\n{}{}", plain("*:81", "ServerName a.test"), plain("*:81", ""));
    let host = machine(&text).file("/etc/hostname", "box\n").file("/etc/hosts", "127.0.1.1 box.lan box\n");
    assert_eq!(who(&host, &visit("127.0.0.1:81", None, "box.lan")), "-");
    assert_eq!(who(&host, &visit("127.0.0.1:81", None, "other.lan")), "a.test");
}

#[test]
fn what_cannot_be_told_is_not_told() {
    for (text, to) in [
        (format!("Listen 81\n{}", plain("www.test:81", "ServerName a.test")), "127.0.0.1:81"),
        (format!("Listen localhost:81\n{}", plain("*:81", "ServerName a.test")), "127.0.0.1:81"),
        ("Use Unknown\n".to_owned(), "127.0.0.1:80"),
    ] {
        assert_eq!(who(&machine(&text), &visit(to, None, "a.test")), "unclear", "{text}");
    }
    let lines = format!("Listen 81\n{}", plain("*:81", "ServerName a.test\nRemoteIPProxyProtocol On"));
    assert_eq!(
        who(&machine(&lines), &visit("127.0.0.1:81", None, "a.test")),
        "nobody",
        "no PROXY line is sent"
    );
}
