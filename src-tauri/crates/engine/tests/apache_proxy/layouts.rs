//! Systems other than Debian: what the server is started with, where its modules are loaded, what names a
//! site's file.

use engine::facts::DropIn;
use engine::plan::{Plan, Refusal, Step};
use engine::request::{CertificateForm, SetupForm};
use testkit::FolderHost;

use crate::machine::{DOMAIN, applied, codes, fedora, form, install, planned};

const MODULES: [&str; 11] = [
    "mpm_event",
    "alias",
    "authz_core",
    "headers",
    "filter",
    "deflate",
    "proxy",
    "proxy_http",
    "ssl",
    "http2",
    "rewrite",
];

fn told(version: &str, root: &str, config: &str) -> String {
    format!(
        "Server version: Apache/{version} (Unix)\nServer MPM:     event\n \
         -D HTTPD_ROOT=\"{root}\"\n -D SERVER_CONFIG_FILE=\"{config}\"\n"
    )
}

fn with_modules(host: FolderHost, folder: &str) -> FolderHost {
    MODULES.iter().fold(host, |host, name| host.file(&format!("{folder}/mod_{name}.so"), ""))
}

/// Arch, where the main file lists every module and includes no folder.
fn arch() -> FolderHost {
    let loaded = ["mpm_event", "alias", "authz_core", "headers", "filter", "proxy", "proxy_http"];
    let line = |name: &&str| {
        let sign = if loaded.contains(name) { "" } else { "#" };
        format!("{sign}LoadModule {name}_module modules/mod_{name}.so\n")
    };
    let lines: String = MODULES.iter().map(line).collect();
    let main = format!(
        "ServerRoot \"/etc/httpd\"\nListen 80\n{lines}User http\nDocumentRoot \"/srv/http\"\n\
         ErrorLog \"/var/log/httpd/error_log\"\nInclude conf/extra/httpd-default.conf\n#Include conf/extra/httpd-vhosts.conf"
    );
    with_modules(FolderHost::new(), "/usr/lib/httpd/modules")
        .link("/etc/httpd/modules", "/usr/lib/httpd/modules")
        .file("/etc/httpd/conf/httpd.conf", main)
        .file("/etc/httpd/conf/extra/httpd-default.conf", "Timeout 60\n")
        .program("httpd", "/usr/bin/httpd")
        .answers("/usr/bin/httpd -V", 0, &told("2.4.65", "/etc/httpd", "conf/httpd.conf"), "")
        .answers("/usr/bin/httpd -t", 0, "", "Syntax OK\n")
        .process(7, "httpd", &["/usr/bin/httpd", "-k", "start", "-DFOREGROUND"])
        .file("/etc/os-release", "ID=arch\n")
}

/// Gentoo, where modules wait for names that its script gives.
fn gentoo(options: &str) -> FolderHost {
    let line = |name: &&str| {
        let load = format!("LoadModule {name}_module modules/mod_{name}.so\n");
        match *name {
            "proxy" | "proxy_http" => format!("<IfDefine PROXY>\n{load}</IfDefine>\n"),
            "ssl" => format!("<IfDefine SSL>\n{load}</IfDefine>\n"),
            "http2" => format!("<IfDefine HTTP2>\n{load}</IfDefine>\n"),
            _ => load,
        }
    };
    let lines: String = MODULES.iter().skip(1).map(line).collect();
    let main = format!(
        "ServerRoot \"/usr/lib64/apache2\"\n{lines}Listen 80\nInclude /etc/apache2/vhosts.d/*.conf\n"
    );
    let default = "<IfDefine SSL>\n<IfDefine SSL_DEFAULT_VHOST>\n<IfModule ssl_module>\nListen 443\n\
                   </IfModule>\n</IfDefine>\n</IfDefine>\n";
    let mut arguments: Vec<&str> = vec!["/usr/sbin/apache2"];
    arguments.extend(options.split_whitespace());
    let places = ["-d", "/usr/lib64/apache2", "-f", "/etc/apache2/httpd.conf"];
    arguments.extend(places);
    let given = [options, &places.join(" ")].join(" ");
    let given = given.trim();
    let running: Vec<&str> = arguments.iter().copied().chain(["-k", "start"]).collect();
    with_modules(FolderHost::new(), "/usr/lib64/apache2/modules")
        .file("/etc/apache2/httpd.conf", main)
        .file("/etc/apache2/vhosts.d/00_default_ssl_vhost.conf", default)
        .file("/etc/conf.d/apache2", format!("# What it is started with.\nAPACHE2_OPTS=\"{options}\"\n"))
        .program("apache2", "/usr/sbin/apache2")
        .answers("/usr/sbin/apache2 -V", 0, &told("2.4.65", "/usr", "/etc/apache2/httpd.conf"), "")
        .answers(&format!("/usr/sbin/apache2 {given} -t"), 0, "", "Syntax OK\n")
        .process(9, "apache2", &running)
        .file("/etc/os-release", "ID=gentoo\n")
}

/// openSUSE, whose script gives modules on the command line and whose program has its model's name.
fn suse() -> FolderHost {
    let before = "Include /etc/apache2/sysconfig.d//loadmodule.conf";
    let arguments =
        ["-DSYSCONFIG", "-C", before, "-f", "/etc/apache2/httpd.conf", "-DSYSTEMD", "-k", "start"];
    let running: Vec<&str> = ["/usr/sbin/httpd-event"].into_iter().chain(arguments).collect();
    let loaded = ["alias", "authz_core", "ssl"];
    let loads = loaded
        .map(|name| format!("LoadModule {name}_module /usr/lib64/apache2-event/mod_{name}.so\n"))
        .concat();
    with_modules(FolderHost::new(), "/usr/lib64/apache2-event")
        .file("/etc/apache2/sysconfig.d/loadmodule.conf", loads)
        .file(
            "/etc/apache2/httpd.conf",
            "<IfDefine !SYSCONFIG>\nInclude /etc/apache2/loadmodule.conf\n</IfDefine>\nListen 80\n\
             IncludeOptional /etc/apache2/vhosts.d/*.conf\n",
        )
        .folder("/etc/apache2/vhosts.d")
        .file("/etc/sysconfig/apache2", "APACHE_MODULES=\"alias authz_core ssl\"\nAPACHE_SERVER_FLAGS=\"\"\n")
        .program("httpd", "/usr/sbin/httpd")
        .link("/usr/sbin/httpd", "httpd-event")
        .file("/usr/sbin/httpd-event", "")
        .answers("/usr/sbin/httpd-event -V", 0, &told("2.4.58", "/srv/www", "/etc/apache2/httpd.conf"), "")
        .process(11, "httpd-event", &running)
        .listener("::", 80, Some("httpd-event"))
        .file("/etc/os-release", "ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\n")
}

fn written<'p>(plan: &'p Plan, path: &str) -> Option<&'p str> {
    plan.steps.iter().find_map(|step| match step {
        Step::WriteFile { path: at, content, .. } if at.as_str() == path => {
            Some(std::str::from_utf8(content.as_bytes()).unwrap())
        }
        _ => None,
    })
}

fn site(plan: &Plan) -> &str {
    let written = plan.steps.iter().find_map(|step| match step {
        Step::WriteFile { path, content, .. } if path.file_name().contains(DOMAIN) => {
            Some(std::str::from_utf8(content.as_bytes()).unwrap())
        }
        _ => None,
    });
    written.expect("a site is written")
}

/// The modules that a text loads, where nothing else does.
fn loads(text: &str) -> Vec<&str> {
    let lines = text.lines().filter_map(|line| line.trim().strip_prefix("LoadModule "));
    lines.filter_map(|line| line.split_once("_module ").map(|(name, _)| name)).collect()
}

#[test]
fn only_what_is_not_loaded_is_loaded_and_the_list_of_modules_stays() {
    let plan = planned(&arch(), &form()).unwrap();
    assert_eq!(loads(site(&plan)), ["ssl", "http2", "deflate"]);
    let main = written(&plan, "/etc/httpd/conf/httpd.conf").unwrap();
    let include = format!("Include /etc/httpd/conf/extra/jellyfin-{DOMAIN}.conf");
    let lines: Vec<&str> = main.lines().collect();
    assert!(lines.contains(&"#LoadModule ssl_module modules/mod_ssl.so"), "{main}");
    assert_eq!(lines[lines.len() - 2], include);
    assert_eq!(lines[lines.len() - 5], "#Include conf/extra/httpd-vhosts.conf", "it had no end of line");
    let after = applied(arch(), &plan);
    assert_eq!(install(&after).drop_in, DropIn::MainFile);
    assert!(planned(&after, &form()).unwrap().steps.is_empty());
    let plain = planned(&after, &SetupForm { certificate: CertificateForm::NoTls, ..form() }).unwrap();
    assert_eq!(loads(site(&plain)), ["deflate"], "what only TLS took is not loaded any more");
}

#[test]
fn two_sites_are_named_side_by_side() {
    let plan = planned(&arch(), &form()).unwrap();
    let other = SetupForm { domain: "other.example.com".to_owned(), ..form() };
    let both = planned(&applied(arch(), &plan), &other).unwrap();
    let main = written(&both, "/etc/httpd/conf/httpd.conf").unwrap();
    for domain in [DOMAIN, "other.example.com"] {
        assert!(main.contains(&format!("Include /etc/httpd/conf/extra/jellyfin-{domain}.conf\n")), "{main}");
    }
    let third = applied(applied(arch(), &plan), &both);
    assert!(planned(&third, &form()).unwrap().steps.is_empty());
    assert!(planned(&third, &other).unwrap().steps.is_empty());
}

#[test]
fn a_part_of_ours_without_an_end_is_left_alone() {
    let main = "/etc/httpd/conf/httpd.conf";
    let plan = planned(&arch(), &form()).unwrap();
    let text = written(&plan, main).unwrap();
    let cut =
        text.lines().filter(|line| !line.starts_with("# jellyfin-proxy end")).collect::<Vec<_>>().join("\n");
    let refusal = planned(&applied(arch(), &plan).file(main, cut), &form()).unwrap_err();
    assert_eq!(refusal.code(), "config_not_understood");
    assert!(refusal.to_string().contains(main), "{refusal}");
}

/// What gives way and what names the new site are one change of the main file.
#[test]
fn a_site_by_hand_in_the_main_file_gives_way_in_one_change() {
    let by_hand = format!(
        "\n<VirtualHost *:80>\nServerName {DOMAIN}\nProxyPass / http://127.0.0.1:8096/\n</VirtualHost>\n"
    );
    let main = "/etc/httpd/conf/httpd.conf";
    let plan = planned(&arch(), &form()).unwrap();
    let text = written(&plan, main).unwrap().split("# jellyfin-proxy begin").next().unwrap().to_owned();
    let host = arch().file(main, text + &by_hand);
    let adopt = SetupForm { adopt: true, ..form() };
    let plan = planned(&host, &adopt).unwrap();
    let main = written(&plan, main).unwrap();
    assert!(
        !main.contains("ProxyPass") && main.contains("\nInclude /etc/httpd/conf/extra/jellyfin-"),
        "{main}"
    );
}

#[test]
fn a_module_is_there_where_its_file_is() {
    for (host, command) in [
        (arch().without("/usr/lib/httpd/modules/mod_ssl.so"), "sudo pacman -S apache"),
        (
            fedora()
                .without("/etc/httpd/conf.modules.d/00-ssl.conf")
                .without("/etc/httpd/conf.d/ssl.conf")
                .file("/etc/os-release", "ID=fedora\n"),
            "sudo dnf install mod_ssl",
        ),
        (
            gentoo("-D PROXY").without("/usr/lib64/apache2/modules/mod_ssl.so"),
            "echo 'www-servers/apache ssl' | sudo tee -a /etc/portage/package.use/apache && sudo emerge --oneshot www-servers/apache",
        ),
    ] {
        let refusal = planned(&host, &form()).unwrap_err();
        assert_eq!(refusal.code(), "module_missing");
        assert_eq!(refusal.next(), format!("install it and try again: {command}"));
    }
    let without = arch().without("/usr/lib/httpd/modules/mod_deflate.so");
    let plan = planned(&without, &form()).unwrap();
    assert!(codes(&plan).contains(&"module_not_there"));
    assert_eq!(loads(site(&plan)), ["ssl", "http2"]);
}

#[test]
fn what_a_script_reads_counts_from_the_next_start_on() {
    let plan = planned(&gentoo("-D SSL"), &form()).unwrap();
    assert_eq!(loads(site(&plan)), ["proxy", "proxy_http", "http2"]);
    let script = written(&plan, "/etc/conf.d/apache2").unwrap();
    assert_eq!(script, "# What it is started with.\nAPACHE2_OPTS=\"-D SSL -D PROXY -D HTTP2\"\n");
    let after = applied(gentoo("-D SSL"), &plan);
    assert!(planned(&after, &form()).unwrap().steps.is_empty(), "before the next start");
    let started = after.without_processes().process(
        10,
        "apache2",
        &[
            "apache2",
            "-D",
            "SSL",
            "-D",
            "PROXY",
            "-DHTTP2",
            "-d",
            "/usr/lib64/apache2",
            "-f",
            "/etc/apache2/httpd.conf",
        ],
    );
    assert!(planned(&started, &form()).unwrap().steps.is_empty(), "after it");
}

#[test]
fn others_are_told_of_what_the_next_start_brings() {
    let tls = "Listen 8443\n<VirtualHost *:8443>\nServerName a.test\nSSLEngine on\n</VirtualHost>\n";
    let host = gentoo("-D SSL -D PROXY").file("/etc/apache2/vhosts.d/a.conf", tls);
    assert!(codes(&planned(&host, &form()).unwrap()).contains(&"http2_for_all_sites"));

    let waiting = gentoo("-D SSL_DEFAULT_VHOST -D PROXY");
    let elsewhere = SetupForm { https_port: Some(9443), ..form() };
    assert!(codes(&planned(&waiting, &elsewhere).unwrap()).contains(&"also_listens"));
    let refusal = planned(&waiting.listener("::", 443, Some("caddy")), &elsewhere).unwrap_err();
    assert!(matches!(&refusal, Refusal::PortInUse { port: 443, .. }), "{refusal}");
}

/// Whoever has the port asked for once more by a flag finds it asked for once all the same.
#[test]
fn a_port_that_another_start_asks_for_is_asked_for_once() {
    let plan = planned(&gentoo("-D SSL_DEFAULT_VHOST -D PROXY"), &form()).unwrap();
    let guarded = "\
<IfDefine SSL>
    <IfDefine SSL_DEFAULT_VHOST>
        <IfModule ssl_module>
            Define JELLYFIN_LISTENS_443
        </IfModule>
    </IfDefine>
</IfDefine>
<IfModule !ssl_module>
";
    assert!(site(&plan).contains(guarded), "{}", site(&plan));
    let after = applied(gentoo("-D SSL_DEFAULT_VHOST -D PROXY"), &plan).without_processes().process(
        10,
        "apache2",
        &["apache2", "-DSSL", "-DSSL_DEFAULT_VHOST", "-DPROXY", "-DHTTP2", "-f", "/etc/apache2/httpd.conf"],
    );
    let again = planned(&after, &form()).unwrap();
    assert!(again.steps.is_empty(), "{}", site(&again));
    assert!(install(&after).problems.is_empty());
}

#[test]
fn the_server_is_asked_with_what_it_was_started_with() {
    let host = suse();
    let found = install(&host);
    assert_eq!(found.binary.as_str(), "/usr/sbin/httpd-event");
    assert!(found.running && found.modules.contains("ssl") && found.problems.is_empty(), "{found:?}");
    assert_eq!(found.drop_in, DropIn::Folder("/etc/apache2/vhosts.d".parse().unwrap()));
    let plan = planned(&host, &form()).unwrap();
    let check = plan.steps.iter().find_map(|step| match step {
        Step::CheckConfig { call, .. } => Some(call.to_string()),
        _ => None,
    });
    assert_eq!(
        check.unwrap(),
        "httpd-event -D SYSCONFIG -C Include /etc/apache2/sysconfig.d//loadmodule.conf -f /etc/apache2/httpd.conf -t"
    );
    let script = written(&plan, "/etc/sysconfig/apache2").unwrap();
    assert!(
        script.starts_with(
            "APACHE_MODULES=\"alias authz_core ssl proxy proxy_http headers http2 filter deflate\"\n"
        ),
        "{script}"
    );
    assert!(planned(&applied(suse(), &plan), &form()).unwrap().steps.is_empty());
}

#[test]
fn what_the_program_says_goes_before_the_table_and_its_arguments_before_that() {
    let elsewhere = |host: FolderHost| {
        host.file("/srv/httpd/site.conf", "Listen 80\nLoadModule x_module modules/mod_x.so\n")
    };
    let host =
        elsewhere(arch()).answers("/usr/bin/httpd -V", 0, &told("2.4.65", "/srv/httpd", "site.conf"), "");
    let found = install(&host);
    assert_eq!(
        (found.config_root.as_str(), found.main_config.as_str()),
        ("/srv/httpd", "/srv/httpd/site.conf")
    );
    let arguments = ["/usr/bin/httpd", "-d", "/srv/httpd", "-f", "/srv/httpd/site.conf"];
    let host = elsewhere(arch()).without_processes().process(7, "httpd", &arguments);
    assert_eq!(install(&host).main_config.as_str(), "/srv/httpd/site.conf");
    let in_container = ["/usr/bin/httpd", "-d", "/nowhere", "-f", "/nowhere/httpd.conf"];
    let host = arch().without_processes().process(7, "httpd", &in_container);
    assert_eq!(install(&host).main_config.as_str(), "/etc/httpd/conf/httpd.conf");
    for in_container in [&["apache2", "-D", "FOREGROUND"][..], &["apache2", "-f", "/nowhere/httpd.conf"]] {
        let running = install(&gentoo("-D SSL")).arguments;
        let host = gentoo("-D SSL").process(3, "apache2", in_container);
        assert_eq!(install(&host).arguments, running, "beside {in_container:?}");
    }
}
