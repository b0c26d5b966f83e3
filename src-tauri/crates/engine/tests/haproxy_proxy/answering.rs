//! Which site answers, by what is written.

use engine::proxies::{Answering, Visit};

use crate::machine::{applied, bookworm, bookworm_with, facts, form, planned};

const CFG: &str = "\
defaults
    mode http
frontend web
    bind :80
    http-request deny if { hdr(host) -i denied.test }
    use_backend a if { hdr(host),field(1,:) -i a.test }
    use_backend a if { src 10.0.0.0/8 }
frontend one
    bind 192.0.2.1:80
    default_backend a
frontend secure
    bind :443 ssl crt /x.pem
    use_backend a if { ssl_fc_sni -i a.test }
    http-request deny if { src 10.0.0.0/8 }
    default_backend a
frontend twice
    bind :81
    default_backend a
frontend again
    bind :81
    default_backend a
backend a
    server s 10.0.0.1:80
";

fn visit(address: &str, port: u16, host: &str) -> Visit {
    let sni = (port == 443).then(|| Some(host.to_owned()));
    Visit { address: address.parse().unwrap(), port, sni, host: host.to_owned() }
}

#[test]
fn listeners_and_rules_decide() {
    let host = bookworm_with(CFG);
    let facts = facts(&host, &form());
    let install = &facts.installs[0];
    let answer = |visit: &Visit| match install.proxy.proxy().answering(&facts, install, visit) {
        Answering::Site(index) => format!("line {}", install.sites[index].line),
        Answering::Nobody => "nobody".to_owned(),
        Answering::Unclear { why } => why,
    };
    for (address, port, name, expected) in [
        ("127.0.0.1", 80, "a.test", "line 3"),
        ("127.0.0.1", 80, "denied.test", "nobody"),
        ("192.0.2.1", 80, "b.test", "line 8"),
        ("127.0.0.1", 82, "a.test", "nobody"),
        ("::1", 80, "a.test", "nobody"),
    ] {
        assert_eq!(answer(&visit(address, port, name)), expected, "{address}:{port} {name}");
    }
    for (port, name, why) in [(80, "b.test", "line 7"), (443, "a.test", "line 14"), (81, "a.test", "several")]
    {
        assert!(answer(&visit("127.0.0.1", port, name)).contains(why), "{port} {name}");
    }
    // TLS where none is spoken, and the other way round.
    let bare = Visit { sni: None, ..visit("127.0.0.1", 443, "a.test") };
    assert_eq!(answer(&bare), "nobody");
}

#[test]
fn a_site_of_ours_answers_for_its_name() {
    let host = applied(bookworm(), &planned(&bookworm(), &form()).unwrap());
    let second = engine::request::SetupForm { domain: "films.example.com".to_owned(), ..form() };
    let host = applied(host.clone(), &planned(&host, &second).unwrap());
    let facts = facts(&host, &form());
    let install = &facts.installs[0];
    for name in ["jellyfin.example.com", "films.example.com"] {
        let answering = install.proxy.proxy().answering(&facts, install, &visit("127.0.0.1", 443, name));
        let Answering::Site(index) = answering else { panic!("{answering:?}") };
        assert!(install.sites[index].managed && install.sites[index].names.contains(&name.to_owned()));
    }
}

#[test]
fn maps_are_looked_up_where_they_can_be_read() {
    let files = [
        ("names", "# by name\na.test a\nb.test   gone\na.test gone\n"),
        ("begins", "www. gone\nwww.a. a\n"),
        ("parts", "a.test a\n"),
    ];
    let answer = |rule: &str, name: &str| {
        let cfg = format!(
            "defaults\n    mode http\nfrontend web\n    bind :80\n    use_backend {rule}\nbackend a\n    server s 10.0.0.1:80\n"
        );
        let machine = |host: testkit::FolderHost, (name, text): &(&str, &str)| {
            host.file(&format!("/etc/haproxy/{name}"), text)
        };
        let host = files.iter().fold(bookworm_with(&cfg), machine);
        let facts = facts(&host, &form());
        let install = &facts.installs[0];
        match install.proxy.proxy().answering(&facts, install, &visit("127.0.0.1", 80, name)) {
            Answering::Site(_) => "web",
            Answering::Nobody => "nobody",
            Answering::Unclear { .. } => "unclear",
        }
    };
    for (rule, name, expected) in [
        ("%[req.hdr(host),lower,map(/etc/haproxy/names)]", "A.test", "web"),
        ("%[req.hdr(host),map(/etc/haproxy/names)]", "A.test", "nobody"),
        ("%[req.hdr(host),lower,map_str(/etc/haproxy/names)]", "b.test", "nobody"),
        ("%[req.hdr(host),lower,map(/etc/haproxy/names)]", "c.test", "nobody"),
        ("%[req.hdr(host),lower,map(/etc/haproxy/names,a)]", "c.test", "web"),
        ("%[req.hdr(host),lower,map_beg(/etc/haproxy/begins)]", "www.a.test", "web"),
        ("%[req.hdr(host),lower,map_beg(/etc/haproxy/begins)]", "www.b.test", "nobody"),
        ("%[req.hdr(host),field(1,:),map_dom(/etc/haproxy/parts)]", "www.a.test", "web"),
        ("%[req.hdr(host),map_dom(/etc/haproxy/parts)]", "ba.test", "nobody"),
        ("%[req.hdr(host),map_reg(/etc/haproxy/names)]", "a.test", "unclear"),
        ("%[req.hdr(host),map(/etc/haproxy/none)]", "a.test", "unclear"),
        ("%[path,map(/etc/haproxy/names)]", "a.test", "unclear"),
        ("x%[req.hdr(host),map(/etc/haproxy/names)]", "a.test", "unclear"),
    ] {
        assert_eq!(answer(rule, name), expected, "{rule} {name}");
    }
}
