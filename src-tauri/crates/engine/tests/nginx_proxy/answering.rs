//! Which site answers whom. The same questions are put to a real nginx in `tests/real`.

use engine::proxies::{Answering, Visit};
use testkit::FolderHost;

use crate::machine::{facts, form, trixie, with_site};

fn visit(address: &str, port: u16, sni: Option<&str>, host: &str) -> Visit {
    let sni = sni.map(|name| Some(name.to_owned()).filter(|name| !name.is_empty()));
    Visit { address: address.parse().unwrap(), port, sni, host: host.to_owned() }
}

/// The line of the site that answers.
fn line(host: &FolderHost, visit: &Visit) -> Result<Option<usize>, String> {
    let facts = facts(host, &form());
    let install = &facts.installs[0];
    assert_eq!(install.problems, []);
    match install.proxy.proxy().answering(&facts, install, visit) {
        Answering::Site(site) => Ok(Some(install.sites[site].line)),
        Answering::Nobody => Ok(None),
        Answering::Unclear { why } => Err(why),
    }
}

const SITES: &str = "\
server { listen 80 default_server; server_name _; }
server { listen 80; server_name a.test; }
server { listen 192.0.2.1:80; server_name b.test; }
server { listen [::]:81 ipv6only=off; }
server { listen 443 ssl; ssl_reject_handshake on; }
server { listen 443; server_name a.test c.test; ssl_certificate a; ssl_certificate_key b; }
server { listen 82 proxy_protocol; }
server { listen 82; server_name a.test; }
server { listen 83; }
server { listen 83; server_name ~^(?<u>.+)\\.test$; }
server { listen 83; server_name ~(?R); }
";

fn machine() -> FolderHost {
    with_site(trixie(), "site", SITES).without("/etc/nginx/sites-enabled/default")
}

#[test]
fn the_address_decides_before_the_name() {
    let plain =
        |address: &str, port, host: &str| line(&machine(), &visit(address, port, None, host)).unwrap();
    assert_eq!(plain("127.0.0.1", 80, "a.test"), Some(2));
    assert_eq!(plain("127.0.0.1", 80, "A.Test."), Some(2));
    assert_eq!(plain("127.0.0.1", 80, "b.test"), Some(1));
    assert_eq!(plain("127.0.0.1", 80, ""), Some(1));
    assert_eq!(plain("192.0.2.1", 80, "a.test"), Some(3));
    assert_eq!(plain("::1", 80, "a.test"), None);
    assert_eq!(plain("::1", 81, "a.test"), Some(4));
    assert_eq!(plain("127.0.0.1", 81, "a.test"), Some(4));
    assert_eq!(plain("127.0.0.1", 8080, "a.test"), None);
    // Everybody at the address has to begin with a PROXY line.
    assert_eq!(plain("127.0.0.1", 82, "a.test"), None);
}

#[test]
fn the_greeting_decides_before_the_request() {
    let tls = |sni: &str, host: &str| line(&machine(), &visit("127.0.0.1", 443, Some(sni), host)).unwrap();
    assert_eq!(tls("a.test", "a.test"), Some(6));
    assert_eq!(tls("b.test", "a.test"), None);
    assert_eq!(tls("", "a.test"), None);
    // A second name in the request is that of a site that turns greetings away, and answers all the same.
    assert_eq!(tls("a.test", "b.test"), Some(5));
    assert_eq!(line(&machine(), &visit("127.0.0.1", 443, None, "a.test")), Ok(None));
    assert_eq!(line(&machine(), &visit("127.0.0.1", 80, Some("a.test"), "a.test")), Ok(None));
}

#[test]
fn what_is_not_understood_is_unclear() {
    assert_eq!(line(&machine(), &visit("127.0.0.1", 83, None, "a.test")), Ok(Some(10)));
    assert!(line(&machine(), &visit("127.0.0.1", 83, None, "a.example")).unwrap_err().contains("(?R)"));
    let named = with_site(trixie(), "site", "server { listen nas.lan:84; }");
    assert!(line(&named, &visit("127.0.0.1", 84, None, "a.test")).is_err());
    let loopback = with_site(trixie(), "site", "server { listen localhost:84; }");
    assert!(line(&loopback, &visit("127.0.0.1", 84, None, "a.test")).is_err());
    assert_eq!(line(&loopback, &visit("192.0.2.1", 84, None, "a.test")), Ok(None));
}
