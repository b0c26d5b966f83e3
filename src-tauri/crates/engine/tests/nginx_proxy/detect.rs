use engine::facts::{ConfigCheck, DropIn, Evidence, Wanted, collect};
use engine::host::Host;
use engine::names::Version;
use engine::plan::Step;
use engine::proxies::{Proxy, Reload, registry};
use testkit::FolderHost;

use crate::machine::{debian, facts, files, form, install, planned, trixie};

const DPKG_STATUS: &str = "\
Package: nginx
Status: install ok installed
Version: 1.22.1-9+deb12u9

Package: libssl3
Status: install ok installed
Version: 3.0.20-1~deb12u2
";

fn nginx() -> &'static dyn Proxy {
    *registry().iter().find(|proxy| proxy.word() == "nginx").unwrap()
}

#[test]
fn every_debian_release_is_known() {
    for (version, printed, openssl) in [
        ("1.18.0", include_str!("../samples/nginx-1.18.0-V.txt"), Version::new(1, 1, 1)),
        ("1.22.1", include_str!("../samples/nginx-1.22.1-V.txt"), Version::new(3, 0, 20)),
        ("1.26.3", include_str!("../samples/nginx-1.26.3-V.txt"), Version::new(3, 5, 6)),
        ("1.30.6", include_str!("../samples/nginx-1.30.6-V.txt"), Version::new(3, 6, 5)),
    ] {
        let host = debian("0.0.0", "0.0").answers("/usr/sbin/nginx -V", 0, "", printed);
        let found = install(&host);
        assert_eq!(found.version, version.parse().unwrap());
        assert_eq!(found.openssl, Some(openssl), "{version}");
        assert_eq!(found.main_config.as_str(), "/etc/nginx/nginx.conf");
        assert_eq!(found.config_root.as_str(), "/etc/nginx");
        assert!(found.build.contains("--with-http_v2_module"), "{version}");
        assert!(found.build.iter().all(|option| !option.contains("stack-protector")), "{version}");
        assert_eq!(found.web_root.as_str(), "/var/www/html");
        assert!(found.running && found.service.is_none());
        assert_eq!(found.config_check, ConfigCheck::Passed { warnings: Vec::new() });
        assert_eq!(found.problems, []);
        assert_eq!(
            found.drop_in,
            DropIn::Linked {
                available: "/etc/nginx/sites-available".parse().unwrap(),
                enabled: "/etc/nginx/sites-enabled".parse().unwrap()
            }
        );
    }
}

#[test]
fn the_service_manager_is_asked_where_it_runs() {
    let systemd = trixie().folder("/run/systemd/system").program("systemctl", "/usr/bin/systemctl");
    let ask = |code| {
        let host = systemd.clone().answers("/usr/bin/systemctl is-active nginx", code, "", "");
        install(&host).service.map(|service| service.active)
    };
    assert_eq!(ask(0), Some(true));
    assert_eq!(ask(3), Some(false));
    assert_eq!(ask(4), None);
}

#[test]
fn a_main_file_of_its_own_is_read_off_the_process() {
    let other = "events {}\nhttp {\n  include own/*.conf;\n}\n";
    let host = trixie()
        .without_processes()
        .file("/etc/nginx/other.conf", other)
        .file("/etc/nginx/own/a.conf", "server { listen 80; server_name a.test; }")
        .answers("/usr/sbin/nginx -c /etc/nginx/other.conf -T", 0, "", "");
    let running = |host: FolderHost, args: &str| {
        let worker = "nginx: worker process";
        host.process(7, "nginx", &[&format!("nginx: master process {args}")]).process(8, "nginx", &[worker])
    };
    let with_own = running(host.clone(), "/usr/sbin/nginx -c /etc/nginx/other.conf");
    let found = install(&with_own);
    assert_eq!((found.main_config.as_str(), found.sites.len()), ("/etc/nginx/other.conf", 1));
    assert_eq!(found.config_check, ConfigCheck::Passed { warnings: Vec::new() });
    let steps = planned(&with_own, &form()).unwrap().steps;
    let told = |step: &Step| match step {
        Step::WriteFile { path, .. } => Some(path.to_string()),
        Step::CheckConfig { call, .. } | Step::Reload { how: Reload::Call(call) } => Some(call.to_string()),
        _ => None,
    };
    let told: Vec<String> = steps.iter().filter_map(told).collect();
    assert!(told[0].starts_with("/etc/nginx/own/"), "{told:?}");
    let calls = ["nginx -c /etc/nginx/other.conf -t", "nginx -c /etc/nginx/other.conf -s reload"];
    assert_eq!(told[1..], calls, "{told:?}");

    // Beside one that is started as usual, and one of a container.
    let usual = running(with_own.clone(), "nginx -g daemon off;");
    assert_eq!(install(&usual).main_config.as_str(), "/etc/nginx/nginx.conf");
    let contained = running(with_own.clone(), "nginx -c /app/nginx.conf");
    assert_eq!(install(&contained).main_config.as_str(), "/etc/nginx/other.conf");
    let two = running(with_own.file("/srv/n.conf", ""), "nginx -c /srv/n.conf");
    assert_eq!(install(&two).problems[0].code, "several_instances");
}

#[test]
fn a_plain_user_is_told_what_he_could_not_read() {
    let host = trixie().closed("/etc/nginx/sites-enabled/secret").unprivileged();
    let facts = facts(&host, &form());
    let found = &facts.installs[0];
    assert_eq!(found.config_check, ConfigCheck::NotAsked);
    assert_eq!(found.problems, []);
    assert!(facts.unread.iter().any(|error| error.to_string().contains("sites-enabled/secret")));
}

#[test]
fn a_tree_is_read_and_never_run() {
    let tree = files(FolderHost::new())
        .file("/var/lib/dpkg/status", DPKG_STATUS)
        .program("nginx", "/usr/sbin/nginx")
        .tree();
    let facts = collect(&tree, &Wanted::default());
    let found = &facts.installs[0];
    assert_eq!((found.version, found.openssl), (Version::new(1, 22, 1), Some(Version::new(3, 0, 20))));
    assert!(!found.running && found.service.is_none());
    assert_eq!(found.config_check, ConfigCheck::NotAsked);
    assert!(!facts.files.keys().any(|path| path.as_str().contains("dpkg")));

    let named = Wanted { proxy_version: Some(Version::new(1, 9, 4)), ..Wanted::default() };
    assert_eq!(collect(&tree, &named).installs[0].version, Version::new(1, 9, 4));
    let bare = files(FolderHost::new()).tree();
    assert_eq!(collect(&bare, &named).installs[0].binary.as_str(), "/usr/sbin/nginx");
    assert!(collect(&bare, &Wanted::default()).installs.is_empty());
    assert!(collect(&FolderHost::new().tree(), &named).installs.is_empty());
}

#[test]
fn a_machine_without_nginx_has_none() {
    let host = files(FolderHost::new());
    assert!(nginx().detect(&mut Evidence::new(&host as &dyn Host), &Wanted::default()).is_none());
}

#[test]
fn sites_go_where_the_http_block_looks_for_them() {
    let folder = |path: &str| DropIn::Folder(path.parse().unwrap());
    for (http, drop_in) in [
        ("include /etc/nginx/conf.d/*.conf;", folder("/etc/nginx/conf.d")),
        ("include http.d/*.conf;", folder("/etc/nginx/http.d")),
        ("include conf.d/*.conf; include vhosts.d/*.conf;", folder("/etc/nginx/vhosts.d")),
        ("include servers/*;", folder("/etc/nginx/servers")),
        ("include global/*.conf; include own/*.conf;", folder("/etc/nginx/own")),
        ("include http.inc;", folder("/etc/nginx/conf.d")),
        ("server { include conf.d/*.conf; }", DropIn::MainFile),
        ("include *.conf;", DropIn::MainFile),
        ("include conf.d/*.vhost;", DropIn::MainFile),
        ("include /srv/sites/*.conf;", DropIn::MainFile),
        ("include mime.types;", DropIn::MainFile),
        ("", DropIn::MainFile),
    ] {
        let host = trixie().file("/etc/nginx/http.inc", "include conf.d/*.conf;").file(
            "/etc/nginx/nginx.conf",
            format!("events {{}} stream {{ include sites-enabled/*; }} http {{ {http} }}"),
        );
        assert_eq!(install(&host).drop_in, drop_in, "{http}");
    }
}

#[test]
fn loaded_modules_are_named() {
    let host = trixie()
        .file("/etc/nginx/modules-enabled/50-mod-stream.conf", "load_module modules/ngx_stream_module.so;\n");
    assert_eq!(install(&host).modules.into_iter().collect::<Vec<_>>(), ["ngx_stream_module"]);
}
