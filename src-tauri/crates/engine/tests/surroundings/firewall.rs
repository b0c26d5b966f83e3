//! Visitors have to come to the site's ports: what keeps them out is opened, and nothing beside.

use engine::facts::{Access, Firewall};
use engine::plan::{Observation, Step};
use engine::request::{CertificateForm, FirewallWish, SetupForm};
use testkit::FolderHost;

use crate::machine::{facts, form, nginx, permits, planned, said, words};

/// A Debian with ufw switched on, and these rules of its user.
fn ufw(v4: &str, v6: &str) -> FolderHost {
    nginx("/etc/nginx")
        .program("ufw", "/usr/sbin/ufw")
        .file("/etc/ufw/ufw.conf", "# the state\nENABLED=yes\nLOGLEVEL=low\n")
        .file("/etc/default/ufw", "IPV6=yes\nDEFAULT_INPUT_POLICY=\"DROP\"\n")
        .file("/etc/ufw/user.rules", v4)
        .file("/etc/ufw/user6.rules", v6)
}

fn tuple(rule: &str, everywhere: &str) -> String {
    format!("### tuple ### {rule} {everywhere} any {everywhere} in\n-A …\n\n")
}

/// Both files with these rules.
fn ufw_with(rules: &[&str]) -> FolderHost {
    let all = |everywhere: &str| -> String { rules.iter().map(|rule| tuple(rule, everywhere)).collect() };
    ufw(&all("0.0.0.0/0"), &all("::/0"))
}

/// A Fedora whose zone has these services now and after its next start, in the words of firewalld 1.3.3.
fn firewalld(now: &str, always: &str) -> FolderHost {
    let printed = |services: &str| {
        format!(
            "public\n  target: default\n  icmp-block-inversion: no\n  interfaces: \n  sources: \n  services: {services}\n  ports: \n  protocols: \n  forward: yes\n  masquerade: no\n  forward-ports: \n  source-ports: \n  icmp-blocks: \n  rich rules: \n"
        )
    };
    nginx("/etc/nginx")
        .program("firewall-cmd", "/usr/bin/firewall-cmd")
        .process(7, "firewalld", &["/usr/bin/python3", "-sP", "/usr/sbin/firewalld", "--nofork"])
        .answers("/usr/bin/firewall-cmd --get-default-zone", 0, "public\n", "")
        .answers("/usr/bin/firewall-cmd --get-active-zones", 0, "public\n  interfaces: eth0\n", "")
        .answers("/usr/bin/firewall-cmd --zone=public --list-all", 0, &printed(now), "")
        .answers("/usr/bin/firewall-cmd --permanent --zone=public --list-all", 0, &printed(always), "")
        .folder("/etc/firewalld/zones")
}

#[test]
fn ufw_opens_what_is_closed_and_takes_back_the_same() {
    let plan = planned(&ufw_with(&["allow tcp 22"])).unwrap();
    assert_eq!(said(&plan), ["Open TCP ports 80 and 443 in ufw (ufw allow 80/tcp; ufw allow 443/tcp)"]);
    let permit = permits(&plan)[0];
    assert_eq!(words(&permit.back), ["ufw delete allow 80/tcp", "ufw delete allow 443/tcp"]);
    assert_eq!(permit.reread.as_ref().unwrap().to_string(), "ufw reload");
    assert_eq!(permit.files.len(), 3);
    let one = planned(&ufw_with(&["allow tcp 22", "allow tcp 80"])).unwrap();
    assert_eq!(said(&one), ["Open TCP port 443 in ufw (ufw allow 443/tcp)"]);
    assert_eq!(said(&planned(&ufw_with(&["allow tcp 80,443"])).unwrap()), [] as [&str; 0]);
}

#[test]
fn firewalld_opens_for_now_and_for_good() {
    let plan = planned(&firewalld("ssh", "ssh http")).unwrap();
    assert_eq!(
        said(&plan),
        [
            "Open TCP ports 80 and 443 in firewalld (firewall-cmd --permanent --zone=public --add-service=https; firewall-cmd --zone=public --add-service=http; firewall-cmd --zone=public --add-service=https)"
        ]
    );
    assert_eq!(
        words(&permits(&plan)[0].back),
        [
            "firewall-cmd --permanent --zone=public --remove-service=https",
            "firewall-cmd --zone=public --remove-service=http",
            "firewall-cmd --zone=public --remove-service=https"
        ]
    );
    assert_eq!(said(&planned(&firewalld("http https", "http https")).unwrap()), [] as [&str; 0]);
}

#[test]
fn other_ports_are_opened_by_number() {
    let form = SetupForm { certificate: CertificateForm::NoTls, http_port: Some(8880), ..form() };
    let plan = testkit::planned(&firewalld("ssh", "ssh"), &form).unwrap();
    assert_eq!(
        said(&plan),
        [
            "Open TCP port 8880 in firewalld (firewall-cmd --permanent --zone=public --add-port=8880/tcp; firewall-cmd --zone=public --add-port=8880/tcp)"
        ]
    );
}

/// Visitors come once everything works, and not before.
#[test]
fn the_door_is_opened_last() {
    let plan = planned(&ufw_with(&[])).unwrap();
    assert!(matches!(
        plan.steps.as_slice(),
        [
            ..,
            Step::Observe { what: Observation::SiteAnswers },
            Step::Permit(_),
            Step::Observe { what: Observation::Healthy }
        ]
    ));
}

#[test]
fn rules_of_somebodys_own_stay() {
    let restricted = "### tuple ### allow tcp 443 0.0.0.0/0 any 192.168.0.0/16 in\n";
    let denied = tuple("deny any 443", "0.0.0.0/0");
    let one_family = tuple("allow tcp 443", "0.0.0.0/0");
    for v4 in [restricted, &denied, &one_family] {
        let plan = planned(&ufw(
            &format!("{}{v4}", tuple("allow tcp 80", "0.0.0.0/0")),
            &tuple("allow tcp 80", "::/0"),
        ));
        assert_eq!(
            said(&plan.unwrap()),
            [
                "firewall_rules_stay: ufw has rules of somebody's own for TCP port 443, which do not let everybody in; they stay as they are; see that they let in whoever shall see the site"
            ],
            "{v4}"
        );
    }
}

#[test]
fn it_is_left_alone_where_that_is_wished() {
    let form = SetupForm { firewall: FirewallWish::Leave, ..form() };
    let plan = testkit::planned(&ufw_with(&[]), &form).unwrap();
    assert_eq!(
        said(&plan),
        [
            "firewall_closed: ufw lets nobody from other machines come to TCP ports 80 and 443; open what is wanted: sudo ufw allow 80/tcp && sudo ufw allow 443/tcp"
        ]
    );
}

#[test]
fn what_is_switched_off_keeps_nobody_out() {
    let off = ufw_with(&[]).file("/etc/ufw/ufw.conf", "ENABLED=no\n");
    let stopped = firewalld("ssh", "ssh").without_processes().process(1, "nginx", &["nginx"]);
    for host in [off, stopped, nginx("/etc/nginx")] {
        assert_eq!(facts(&host).firewall, Firewall::None);
        assert_eq!(said(&planned(&host).unwrap()), [] as [&str; 0]);
    }
    let open = ufw_with(&[]).file("/etc/default/ufw", "DEFAULT_INPUT_POLICY=\"ACCEPT\"\n");
    assert_eq!(facts(&open).firewall.access(443), Some(Access::Open));
}

#[test]
fn rules_by_hand_are_told_and_never_touched() {
    let host = nginx("/etc/nginx").program("nft", "/usr/sbin/nft").answers(
        "/usr/sbin/nft list ruleset",
        0,
        "table inet filter {\n\tchain input {\n\t\ttype filter hook input priority filter; policy drop;\n\t\ttcp dport 22 accept\n\t}\n}\n",
        "",
    );
    assert_eq!(
        said(&planned(&host).unwrap()),
        [
            "firewall_by_hand: rules of nftables that somebody made by hand decide who comes in; they stay as they are; see that they let visitors come to TCP ports 80 and 443"
        ]
    );
}

#[test]
fn whoever_is_not_root_is_told_that_rules_were_not_seen() {
    let hidden = |host: FolderHost| {
        let plan = planned(&host.unprivileged()).unwrap();
        said(&plan).join("\n")
    };
    let closed = ufw_with(&[]).closed("/etc/ufw/user.rules").closed("/etc/ufw/user6.rules");
    for (host, name) in [(closed, "ufw"), (firewalld("ssh", "ssh"), "firewalld")] {
        assert_eq!(
            hidden(host),
            format!(
                "firewall_not_read: the rules of {name} may be read by root only, so they are judged when the change is made"
            )
        );
    }
}

#[test]
fn zones_beside_the_default_one_are_named() {
    let zones = "docker\n  interfaces: docker0\npublic (default)\n  interfaces: eth0\n";
    let host = firewalld("ssh", "ssh").answers("/usr/bin/firewall-cmd --get-active-zones", 0, zones, "");
    assert_eq!(
        said(&planned(&host).unwrap())[1],
        "firewall_other_zones: firewalld opens its zone public only, and not docker"
    );
}

#[test]
fn in_a_tree_it_is_said_and_not_done() {
    let status = "Package: nginx\nStatus: install ok installed\nVersion: 1.26.3-3\n";
    let tree = ufw_with(&[]).file("/var/lib/dpkg/status", status).tree();
    let plan = planned(&tree).unwrap();
    assert!(said(&plan)[0].starts_with("firewall_closed: ufw lets nobody"), "{:?}", said(&plan));
    assert_eq!(permits(&plan).len(), 0);
}
