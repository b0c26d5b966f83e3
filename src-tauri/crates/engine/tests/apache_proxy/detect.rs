use engine::facts::{ConfigCheck, DropIn, Wanted, collect};
use engine::names::Version;
use testkit::FolderHost;

use crate::machine::{VIEW, bookworm, debian, facts, fedora, files, form, install};

const DPKG_STATUS: &str = "\
Package: apache2-bin
Status: install ok installed
Version: 2.4.71-1~deb12u1

Package: libssl3
Status: install ok installed
Version: 3.0.22-1~deb12u2
";

#[test]
fn debian_is_known() {
    for (version, printed) in [
        ("2.4.67", include_str!("../samples/apache-2.4.67-V.txt")),
        ("2.4.69", include_str!("../samples/apache-2.4.69-V.txt")),
    ] {
        let host = debian("2.4.0").answers("/usr/sbin/apache2ctl -V", 0, printed, "");
        let host = host.file("/var/lib/dpkg/status", DPKG_STATUS);
        let found = install(&host);
        assert_eq!(found.version, version.parse().unwrap());
        assert_eq!(found.openssl, Some(Version::new(3, 0, 22)));
        assert_eq!(found.main_config.as_str(), "/etc/apache2/apache2.conf");
        assert_eq!(found.config_root.as_str(), "/etc/apache2");
        assert!(found.build.contains("MPM=event") && found.build.contains("HTTPD_ROOT=/etc/apache2"));
        assert!(found.modules.contains("mpm_event") && !found.modules.contains("ssl"));
        assert_eq!(found.web_root.as_str(), "/var/www/html");
        assert!(found.running && found.service.is_none());
        assert_eq!(found.config_check, ConfigCheck::Passed { warnings: Vec::new() });
        assert_eq!(found.problems, []);
        assert_eq!(
            found.drop_in,
            DropIn::Linked {
                available: "/etc/apache2/sites-available".parse().unwrap(),
                enabled: "/etc/apache2/sites-enabled".parse().unwrap()
            }
        );
    }
}

#[test]
fn modules_are_those_that_the_server_lists() {
    let listed = format!("VirtualHost configuration:\n{}", include_str!("../samples/apache-2.4.67-M.txt"));
    let ask = |code, listed: &str| {
        install(&bookworm().answers(&format!("/usr/sbin/apache2ctl {VIEW}"), code, listed, "")).modules
    };
    let found = ask(0, &listed);
    assert!(["core", "ssl", "http2", "proxy_wstunnel"].iter().all(|&name| found.contains(name)));
    assert!(ask(1, "").contains("alias"), "those of the files where it lists none");
}

#[test]
fn a_tree_is_read_without_running_anything() {
    let tree = || files(FolderHost::new().tree(), &["mpm_event", "alias"]);
    let found = install(&tree().file("/var/lib/dpkg/status", DPKG_STATUS));
    assert_eq!(found.version, Version::new(2, 4, 71));
    assert_eq!(found.binary.as_str(), "/usr/sbin/apache2");
    assert!(!found.running && found.config_check == ConfigCheck::NotAsked);
    assert!(["mpm_event", "alias", "core", "so"].iter().all(|&name| found.modules.contains(name)));
    assert!(collect(&tree(), &Wanted::default()).installs.is_empty(), "no version to be had");
    let wanted = Wanted { proxy_version: Some(Version::new(2, 4, 38)), ..Wanted::default() };
    assert_eq!(collect(&tree(), &wanted).installs[0].version, Version::new(2, 4, 38));
}

#[test]
fn fedoras_folders_are_found() {
    let found = install(&fedora());
    assert_eq!(found.config_root.as_str(), "/etc/httpd");
    assert_eq!(found.main_config.as_str(), "/etc/httpd/conf/httpd.conf");
    assert_eq!(found.drop_in, DropIn::Folder("/etc/httpd/conf.d".parse().unwrap()));
    assert!(found.running && found.modules.contains("mpm_event"));
    let [ssl, main] = found.sites.as_slice() else { panic!("{:?}", found.sites) };
    assert_eq!((ssl.listens[0].port, ssl.listens[0].tls, ssl.file.file_name()), (443, true, "ssl.conf"));
    assert_eq!((main.listens[0].port, main.listens[0].default, main.line), (80, true, 1));
}

#[test]
fn names_given_at_the_start_decide_conditions() {
    let gentoo = fedora()
        .file("/etc/httpd/conf.d/port.conf", "<IfDefine SSL>\nListen 444\n</IfDefine>\nDefine OWN 1\n")
        .answers(
            &format!("/usr/sbin/httpd {VIEW}"),
            0,
            "VirtualHost configuration:\nDefine: DUMP_VHOSTS\nDefine: SSL\nDefine: OWN=1\n",
            "",
        );
    let found = install(&gentoo);
    assert!(found.build.contains("-D SSL") && !found.build.contains("-D OWN"));
    assert!(found.sites.iter().flat_map(|site| &site.listens).any(|listen| listen.port == 444));
}

#[test]
fn a_plain_user_sees_all_but_the_check() {
    let host = bookworm().unprivileged();
    let found = facts(&host, &form()).installs.into_iter().find(|install| install.proxy.word() == "apache");
    assert_eq!(found.unwrap().config_check, ConfigCheck::NotAsked);
}

#[test]
fn nothing_installed_is_nothing_found() {
    assert!(collect(&FolderHost::new(), &Wanted::default()).installs.is_empty());
    let binary_only = FolderHost::new().program("apache2", "/usr/sbin/apache2");
    assert!(collect(&binary_only, &Wanted::default()).installs.is_empty());
}
