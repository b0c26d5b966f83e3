//! A proxy that SELinux keeps from Jellyfin is allowed to connect, and no more than that.

use engine::facts::SelinuxMode;
use engine::plan::{Precondition, Step};
use engine::request::{CertificateForm, SetupForm};
use engine::text::digest;
use testkit::FolderHost;

use crate::machine::{facts, form, httpd, nginx, permits, planned, said, words};

/// Fedora, with the booleans as the policy has them.
fn fedora(server: FolderHost, enforce: &str, boolean: &str) -> FolderHost {
    server
        .file("/etc/os-release", "ID=fedora\nVERSION_ID=42\n")
        .file("/sys/fs/selinux/enforce", enforce)
        .file("/sys/fs/selinux/booleans/httpd_can_network_connect", boolean)
        .file("/sys/fs/selinux/booleans/haproxy_connect_any", "0 0")
}

#[test]
fn the_boolean_is_set_for_good_before_anything_is_reloaded() {
    for server in [nginx("/etc/nginx"), httpd()] {
        let plan = planned(&fedora(server, "1", "0 0")).unwrap();
        assert_eq!(
            said(&plan),
            [
                "Let SELinux allow the proxy to connect to Jellyfin (setsebool -P httpd_can_network_connect on)"
            ]
        );
        let permit = permits(&plan)[0];
        assert_eq!(words(&permit.back), ["setsebool -P httpd_can_network_connect off"]);
        assert_eq!((permit.files.len(), &permit.reread), (0, &None));
        let at = |wanted: fn(&Step) -> bool| plan.steps.iter().position(wanted).unwrap();
        assert!(at(|step| matches!(step, Step::Permit(_))) < at(|step| matches!(step, Step::Reload { .. })));
    }
}

/// Whoever switches it on between the plan and the agreement keeps what he did.
#[test]
fn the_plan_holds_while_the_boolean_is_off() {
    let plan = planned(&fedora(nginx("/etc/nginx"), "1", "0 0")).unwrap();
    let path = "/sys/fs/selinux/booleans/httpd_can_network_connect".parse().unwrap();
    assert!(plan.preconditions.contains(&Precondition::FileIs { path, digest: digest(b"0 0") }));
}

#[test]
fn nothing_is_set_where_nothing_is_forbidden() {
    for (enforce, boolean) in [("1", "1 1"), ("0", "0 0")] {
        let plan = planned(&fedora(nginx("/etc/nginx"), enforce, boolean)).unwrap();
        assert_eq!(said(&plan), [] as [&str; 0], "{enforce} {boolean}");
    }
    let of_a_container = "proc /proc proc rw 0 0\nselinuxfs /sys/fs/selinux selinuxfs ro,nosuid,noexec 0 0\n";
    let host = fedora(nginx("/etc/nginx"), "1", "0 0").file("/proc/self/mounts", of_a_container);
    assert_eq!(facts(&host).selinux.mode, SelinuxMode::Off);
    assert_eq!(said(&planned(&host).unwrap()), [] as [&str; 0]);
}

#[test]
fn in_a_tree_it_is_said() {
    let config = "# SELINUX=disabled\nSELINUX=enforcing\nSELINUXTYPE=targeted\n";
    let tree = nginx("/etc/nginx").file("/etc/selinux/config", config).tree();
    let tree = tree
        .file("/var/lib/dpkg/status", "Package: nginx\nStatus: install ok installed\nVersion: 1.26.3-3\n");
    assert_eq!(
        said(&planned(&tree).unwrap()),
        [
            "selinux_boolean_needed: where SELinux is enforcing, the proxy may not connect to Jellyfin unless it is allowed to; on that machine: sudo setsebool -P httpd_can_network_connect on"
        ]
    );
}

/// As semanage lists them, those that matter here.
const PORTS: &str = "\
SELinux Port Type              Proto    Port Number

http_cache_port_t              tcp      8080, 8118, 8123, 10001-10010
http_cache_port_t              udp      3130
http_port_t                    tcp      80, 81, 443, 488, 8008, 8009, 8443, 9000
hi_reserved_port_t             tcp      512-1023
mysqld_port_t                  tcp      1186, 3306, 63132-63164
unreserved_port_t              tcp      61001-65535, 1024-32767
";

#[test]
fn a_port_that_is_nobodys_becomes_one_of_the_web() {
    let machine = || {
        fedora(nginx("/etc/nginx"), "1", "1 1").program("semanage", "/usr/sbin/semanage").answers(
            "/usr/sbin/semanage port -l",
            0,
            PORTS,
            "",
        )
    };
    let said_of = |host: &FolderHost, port: u16| {
        let form = SetupForm { certificate: CertificateForm::NoTls, http_port: Some(port), ..form() };
        let plan = testkit::planned(host, &form).unwrap();
        let back = permits(&plan).iter().flat_map(|permit| words(&permit.back)).collect::<Vec<_>>();
        (said(&plan), back)
    };
    let (said, back) = said_of(&machine(), 8880);
    assert_eq!(
        said,
        [
            "Let SELinux allow the proxy to listen on TCP port 8880 (semanage port -a -t http_port_t -p tcp 8880)"
        ]
    );
    assert_eq!(back, ["semanage port -d -t http_port_t -p tcp 8880"]);
    for port in [80, 8443, 10005] {
        assert!(said_of(&machine(), port).0.is_empty(), "{port}");
    }
    let (said, back) = said_of(&machine(), 3306);
    assert_eq!(
        said,
        [
            "selinux_port_of_others: SELinux keeps port 3306 for others (mysqld_port_t), and may not let the proxy listen there; choose another port"
        ]
    );
    assert!(back.is_empty());
    let without = fedora(nginx("/etc/nginx"), "1", "1 1");
    assert!(said_of(&without, 8880).0[0].starts_with("selinux_port_not_judged: "));
    assert!(said_of(&without, 8443).0.is_empty());
}
