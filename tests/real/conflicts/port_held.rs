//! A port that another program holds: it is named, and both ways out lead to a healthy site.

use std::net::{Ipv4Addr, TcpListener};

use tests::{Case, Lab, ProxyTest, product, sentences};

use super::row::assert_healthy;

pub(super) fn cases() -> Vec<Case> {
    let each: &[(&str, ProxyTest)] = &[("port_of_another_program", held)];
    Case::of_every_proxy("conflicts", each)
}

fn held(proxy: &str) {
    let lab = Lab::with(proxy);
    let holder = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 443)).unwrap();
    let own = std::fs::read_to_string("/proc/self/comm").unwrap();
    let plan = product(["plan", "--json", "--proxy", proxy, "--domain", tests::DOMAIN, "--local-ca"]);
    let golden = "refused [port_taken]: port 443 is held by NAME\n\
        next: stop NAME or move it to another port, use NAME itself as the proxy if it is one, or choose other ports \
        with --http-port and --https-port\n";
    assert_eq!(sentences(&plan.expect(3).json()), golden.replace("NAME", own.trim()));
    lab.setup(&[]).expect(3);
    lab.assert_as_before();

    // Other ports; Debian's Apache listens on 443 too, once it speaks TLS.
    let elsewhere = lab.setup(&["--https-port", "8443"]);
    if proxy == "apache" {
        let refused = elsewhere.expect(3).json();
        assert_eq!(refused["refusal"]["code"], "port_in_use", "{refused:#}");
        lab.assert_as_before();
    } else {
        assert_healthy(&elsewhere.expect(0).json());
        lab.undo();
    }
    // The other program is stopped.
    drop(holder);
    assert_healthy(&lab.setup(&[]).expect(0).json());
    lab.undo();
}
