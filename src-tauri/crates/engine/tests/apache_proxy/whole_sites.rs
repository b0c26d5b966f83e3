//! What a site shows besides names: certificates, HTTP/2, PROXY lines, defaults.

use engine::facts::{Install, Listen};
use engine::proxies::TlsMaterial;
use testkit::FolderHost;

use crate::machine::{bookworm, debian_with, install, with_site};

const MODULES: [&str; 8] =
    ["alias", "authz_core", "deflate", "filter", "mpm_event", "ssl", "http2", "remoteip"];

fn machine() -> FolderHost {
    debian_with("2.4.71", &MODULES)
}

fn read(text: &str) -> Install {
    install(&with_site(machine(), "a.conf", text))
}

/// The site of that name.
fn listens(install: &Install, name: &str) -> Vec<Listen> {
    install.sites.iter().find(|site| site.names.iter().any(|own| own == name)).unwrap().listens.clone()
}

fn pair(cert: &str, key: &str) -> TlsMaterial {
    TlsMaterial::Pair { cert: cert.parse().unwrap(), key: key.parse().unwrap() }
}

fn certificates(text: &str) -> Vec<TlsMaterial> {
    let found = read(text).sites.into_iter().find(|site| site.names == ["a.test"]);
    found.unwrap().certificates
}

fn tls(inside: &str) -> String {
    format!("<VirtualHost *:443>\nServerName a.test\nSSLEngine on\n{inside}\n</VirtualHost>\n")
}

#[test]
fn certificates_are_those_that_it_shows() {
    let (rsa, ec) = (pair("/c/rsa.pem", "/c/rsa.key"), pair("/c/ec.pem", "/c/ec.key"));
    let both = "SSLCertificateFile /c/rsa.pem\nSSLCertificateFile /c/ec.pem\n\
        SSLCertificateKeyFile /c/rsa.key\nSSLCertificateKeyFile /c/ec.key\n";
    let one = |name: &str| format!("SSLCertificateFile /c/{name}.pem\nSSLCertificateKeyFile /c/{name}.key\n");
    for (text, shown) in [
        (tls(both), vec![rsa.clone(), ec.clone()]),
        (format!("{}{}", one("rsa"), tls("")), vec![rsa.clone()]),
        (format!("{}{}", one("rsa"), tls(&one("ec"))), vec![ec.clone()]),
        (format!("{both}{}", tls(&one("own"))), vec![pair("/c/own.pem", "/c/own.key"), ec]),
        (
            tls("SSLCertificateFile certs/a.pem\nSSLCertificateKeyFile ../key.pem"),
            vec![pair("/etc/apache2/certs/a.pem", "/etc/key.pem")],
        ),
        (tls("SSLCertificateFile /c/a.pem"), vec![TlsMaterial::Combined("/c/a.pem".parse().unwrap())]),
        (tls("SSLCertificateFile ${NOT}/a.pem"), vec![]),
        (tls("<Location /x>\nSSLCertificateFile /c/a.pem\n</Location>"), vec![]),
        (format!("{}<VirtualHost *:80>\nServerName a.test\n</VirtualHost>\n", one("rsa")), vec![]),
    ] {
        assert_eq!(certificates(&text), shown, "{text}");
    }
}

#[test]
fn http2_is_offered_where_it_is_named_and_can_be() {
    let offered = |host: FolderHost, text: &str| {
        listens(&install(&with_site(host, "a.conf", text)), "a.test").iter().any(|listen| listen.http2)
    };
    let plain = "<VirtualHost *:80>\nServerName a.test\nProtocols h2 http/1.1\n</VirtualHost>\n";
    assert!(offered(machine(), &tls("")), "Debian's own file of the module names it for all");
    assert!(!offered(machine(), &tls("Protocols http/1.1")));
    assert!(offered(bookworm_with_http2_by_hand(), &tls("Protocols h2 http/1.1")));
    assert!(!offered(machine(), plain), "h2 is for TLS; without it is h2c");
    assert!(!offered(bookworm(), &tls("Protocols h2 http/1.1")), "no module");
    let prefork = debian_with("2.4.71", &["mpm_prefork", "ssl", "http2"]);
    assert!(!offered(prefork, &tls("Protocols h2 http/1.1")));
}

fn bookworm_with_http2_by_hand() -> FolderHost {
    machine().without("/etc/apache2/mods-enabled/http2.conf")
}

#[test]
fn proxy_lines_are_a_matter_of_addresses() {
    let vhost = |address: &str, name: &str, on: &str| {
        format!("<VirtualHost {address}>\nServerName {name}\n{on}\n</VirtualHost>\n")
    };
    let (on, off) = ("RemoteIPProxyProtocol On", "RemoteIPProxyProtocol Off");
    let expects = |text: &str, name: &str| listens(&read(text), name)[0].proxy_protocol;
    let both = |first: &str, second: &str| {
        format!("{}{}", vhost("*:8081", "a.test", first), vhost("*:8081", "b.test", second))
    };
    assert!(expects(&both(on, ""), "b.test"), "one turns it on for the address");
    assert!(!expects(&both(on, off), "a.test"), "the last word counts");
    assert!(expects(&format!("{on}\n{}", vhost("*:80", "a.test", "")), "a.test"));
    let beside = |on_ip: &str, on_all: &str| {
        format!("{}{}", vhost("192.0.2.1:8081", "a.test", on_ip), vhost("*:8081", "b.test", on_all))
    };
    assert!(expects(&beside("", on), "a.test") && expects(&beside("", on), "b.test"));
    assert!(expects(&beside(on, ""), "a.test") && !expects(&beside(on, ""), "b.test"));
    let without = with_site(bookworm(), "a.conf", &vhost("*:80", "a.test", on));
    assert!(!listens(&install(&without), "a.test")[0].proxy_protocol, "no module");
}

#[test]
fn one_for_any_port_is_on_those_that_no_other_takes() {
    let text = "Listen 81\nListen 82\n<VirtualHost *:81>\nServerName a.test\n</VirtualHost>\n<VirtualHost *>\nServerName any.test\n</VirtualHost>\n";
    let found = read(text);
    let ports = |name: &str| {
        listens(&found, name).iter().map(|listen| (listen.port, listen.default)).collect::<Vec<_>>()
    };
    assert_eq!(ports("a.test"), [(81, true)]);
    assert_eq!(ports("any.test"), [(443, true), (82, true)], "80 is the default site's");
}

#[test]
fn the_main_server_has_what_no_virtual_host_takes() {
    let bare = || machine().without("/etc/apache2/sites-enabled/000-default.conf");
    let main = |host: FolderHost| {
        install(&host)
            .sites
            .into_iter()
            .find(|site| site.line == 1 && site.file.file_name() == "apache2.conf")
    };
    let narrow = "Listen 192.0.2.1:81\n<VirtualHost 192.0.2.1:81>\nServerName a.test\n</VirtualHost>\n";
    let ports: Vec<u16> =
        main(with_site(bare(), "a.conf", narrow)).unwrap().listens.iter().map(|listen| listen.port).collect();
    assert_eq!(ports, [80, 443], "its only address on 81 is somebody's");
    let named = with_site(
        bare(),
        "a.conf",
        "ServerName www.example.com:80\n<VirtualHost *:443>\nServerName b.test\n</VirtualHost>\n",
    );
    assert_eq!(main(named).unwrap().names, ["www.example.com"]);
}
