//! HAProxy found on machines.

use engine::facts::{ConfigCheck, DropIn, Wanted, collect};
use engine::names::Version;
use testkit::FolderHost;

use crate::machine::{CFG, DEBIAN_CFG, bookworm, facts, form, install};

#[test]
fn versions_and_libraries_are_read_from_what_it_says() {
    for (told, version, openssl, features) in [
        (include_str!("../samples/haproxy-2.2.9-vv.txt"), (2, 2, 9), (1, 1, 1), &["+ZLIB", "mux h2"][..]),
        (
            include_str!("../samples/haproxy-2.6.12-vv.txt"),
            (2, 6, 12),
            (3, 0, 20),
            &["+SLZ", "mux h1", "mux h2"],
        ),
        (include_str!("../samples/haproxy-3.0.11-vv.txt"), (3, 0, 11), (3, 5, 7), &["+QUIC", "mux quic"]),
        (include_str!("../samples/haproxy-3.2.26-vv.txt"), (3, 2, 26), (3, 6, 5), &["+QUIC", "mux h2"]),
        (OLD, (1, 7, 5), (1, 1, 0), &["+ZLIB", "+OPENSSL"]),
    ] {
        let found = install(&bookworm().answers("/usr/sbin/haproxy -vv", 0, told, ""));
        let number = |(major, minor, patch)| Version::new(major, minor, patch);
        assert_eq!((found.version, found.openssl), (number(version), Some(number(openssl))));
        for feature in ["+OPENSSL", "compression gzip"].iter().chain(features) {
            assert!(found.build.contains(*feature), "{version:?} {feature}");
        }
    }
}

/// The form of 1.7, without a list of features.
const OLD: &str = "\
HA-Proxy version 1.7.5-2 2017/05/17
Copyright 2000-2017 Willy Tarreau <willy@haproxy.org>

Build options :
  TARGET  = linux2628
  OPTIONS = USE_GETADDRINFO=1 USE_ZLIB=1 USE_REGPARM=1 USE_OPENSSL=1 USE_LUA=1 USE_PCRE=1

Built with zlib version : 1.2.8
Compression algorithms supported : identity(\"identity\"), deflate(\"deflate\"), raw-deflate(\"deflate\"), gzip(\"gzip\")
Built with OpenSSL version : OpenSSL 1.1.0e  16 Feb 2017
Running on OpenSSL version : OpenSSL 1.1.0e  16 Feb 2017
";

#[test]
fn a_debian_machine_is_understood() {
    let found = install(&bookworm());
    assert_eq!(found.main_config.as_str(), CFG);
    assert_eq!(found.config_root.as_str(), "/etc/haproxy");
    assert_eq!(found.drop_in, DropIn::MainFile);
    assert!(found.running);
    assert_eq!(found.config_check, ConfigCheck::Passed { warnings: Vec::new() });
    assert_eq!((found.sites, found.problems), (Vec::new(), Vec::new()));
}

#[test]
fn a_plain_user_does_not_ask_for_the_check() {
    let host = bookworm().unprivileged();
    let found = install(&host);
    assert_eq!(found.config_check, ConfigCheck::NotAsked);
    assert_eq!(found.version, Version::new(2, 6, 12));
}

#[test]
fn another_library_than_openssl_has_no_version() {
    let told =
        "HAProxy version 3.2.1 - https://haproxy.org/\nBuilt with SSL library version : AWS-LC FIPS 1.2\n";
    assert_eq!(install(&bookworm().answers("/usr/sbin/haproxy -vv", 0, told, "")).openssl, None);
}

const UNIT: &str = "\
[Service]
EnvironmentFile=-/etc/default/haproxy
Environment=\"CONFIG=/etc/haproxy/haproxy.cfg\" \"PIDFILE=/run/haproxy.pid\" \"EXTRAOPTS=-S /run/m.sock\"
ExecStart=/usr/sbin/haproxy -Ws -f $CONFIG -p $PIDFILE $EXTRAOPTS
";

/// A tree with Debian's package and a unit.
fn tree() -> FolderHost {
    FolderHost::new()
        .tree()
        .program("haproxy", "/usr/sbin/haproxy")
        .file("/var/lib/dpkg/status", "Package: haproxy\nStatus: install ok installed\nVersion: 2.6.12-1+deb12u3\n\nPackage: libssl3\nStatus: install ok installed\nVersion: 3.0.17-1~deb12u2\n")
        .file("/lib/systemd/system/haproxy.service", UNIT)
        .file(CFG, DEBIAN_CFG)
        .file("/etc/haproxy/conf.d/10-web.cfg", "listen web\n    bind :81\n    server a 127.0.0.1:82\n")
}

#[test]
fn a_tree_is_read_without_running_anything() {
    let found = install(&tree());
    assert_eq!((found.version, found.openssl), (Version::new(2, 6, 12), Some(Version::new(3, 0, 17))));
    assert_eq!(found.config_check, ConfigCheck::NotAsked);
    assert_eq!(found.arguments[..4], ["/usr/sbin/haproxy", "-Ws", "-f", CFG]);
    assert!(!found.running && found.build.is_empty() && found.sites.is_empty());
}

#[test]
fn the_units_files_and_additions_count() {
    let added =
        "[Service]\nExecStart=\nExecStart=/usr/sbin/haproxy -Ws -f ${CONFIG} -f /etc/haproxy/conf.d\n";
    let host = tree().file("/etc/systemd/system/haproxy.service.d/more.conf", added);
    assert_eq!(install(&host).sites.len(), 1);
    let host = tree().file("/etc/default/haproxy", "# defaults\nEXTRAOPTS=\"-f /etc/haproxy/conf.d\"\n");
    // What the unit itself sets comes after the file it reads first.
    assert_eq!(install(&host).sites.len(), 0);
}

#[test]
fn a_version_can_be_told_for_a_tree() {
    let host = FolderHost::new().tree().file(CFG, DEBIAN_CFG);
    assert!(facts(&host, &form()).installs.is_empty());
    let wanted = Wanted { proxy_version: Some(Version::new(1, 8, 0)), ..Wanted::default() };
    let found = collect(&host, &wanted).installs;
    assert_eq!(found[0].version, Version::new(1, 8, 0));
}

#[test]
fn no_program_and_no_files_are_no_haproxy() {
    assert!(facts(&FolderHost::new(), &form()).installs.is_empty());
}

#[test]
fn the_running_process_says_which_files_count() {
    let args =
        ["haproxy", "-W", "-f", "/etc/haproxy/a.cfg", "-f", "/etc/haproxy/conf.d/", "-p", "/run/h.pid"];
    let host = bookworm()
        .file("/etc/haproxy/a.cfg", "global\n")
        .file("/etc/haproxy/conf.d/z.cfg", "listen z\n    bind :9000\n")
        .file("/etc/haproxy/conf.d/z.cfg.old", "listen y\n    bind :9001\n")
        .without_processes()
        .process(7, "haproxy", &args)
        .process(
            8,
            "haproxy",
            &[
                "haproxy",
                "-sf",
                "6",
                "-x",
                "sockpair@3",
                "-W",
                "-f",
                "/etc/haproxy/a.cfg",
                "-f",
                "/etc/haproxy/conf.d/",
            ],
        );
    let found = install(&host);
    assert_eq!(found.main_config.as_str(), "/etc/haproxy/a.cfg");
    let ports: Vec<u16> =
        found.sites.iter().flat_map(|site| &site.listens).map(|listen| listen.port).collect();
    assert_eq!(ports, [9000]);
    assert_eq!(found.problems, []);
}

#[test]
fn one_in_a_container_is_not_taken_for_this_machines() {
    let inside = ["haproxy", "-W", "-db", "-f", "/usr/local/etc/haproxy/haproxy.cfg"];
    let found = install(&bookworm().process(7, "haproxy", &inside));
    assert_eq!((found.main_config.as_str(), found.problems.len()), (CFG, 0));
}

#[test]
fn several_of_equal_rank_are_a_problem() {
    let start = |config| ["haproxy", "-W", "-p", "/run/h.pid", "-f", config];
    let host = bookworm()
        .without_processes()
        .file("/etc/haproxy/a.cfg", "")
        .file("/etc/haproxy/b.cfg", "")
        .process(7, "haproxy", &start("/etc/haproxy/a.cfg"))
        .process(8, "haproxy", &start("/etc/haproxy/b.cfg"));
    assert_eq!(install(&host).problems[0].code, "several_instances");
}

#[test]
fn what_cannot_be_reloaded_or_placed_is_a_problem() {
    for (args, code) in [
        (&["haproxy", "-D", "-f", CFG, "-p", "/run/h.pid"][..], "no_master_process"),
        (&["haproxy", "-W", "-f", CFG], "no_master_process"),
        (&["haproxy", "-W", "-p", "/run/h.pid", "-f", CFG, "-f", "more.cfg"], "config_place_unknown"),
    ] {
        let host = bookworm().without_processes().process(7, "haproxy", args);
        let codes: Vec<String> = install(&host).problems.into_iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [code], "{args:?}");
    }
    let written = "global\n    master-worker\n    pidfile /run/h.pid\n";
    let host =
        bookworm().without_processes().file(CFG, written).process(7, "haproxy", &["haproxy", "-f", CFG]);
    assert_eq!(install(&host).problems, []);
}
