//! The trees of other systems among the fixtures, with Debian's own program under their names: the server's
//! own check, the reload and the next start of a real Apache take what is written there.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use engine::facts::ConfigCheck;
use serde_json::Value;
use testkit::certificate_for;
use tests::{Case, DOMAIN, Lab, Server, Snapshot, product};
use walkdir::WalkDir;

/// What Debian builds in, which no line may load, and what it has not.
const NOT_LOADED: [&str; 5] =
    ["log_config_module", "logio_module", "systemd_module", "unixd_module", "version_module"];

/// A system as far as Debian's program has to be told of it.
struct System {
    /// Its tree.
    tree: &'static str,
    /// The name of its program.
    program: &'static str,
    /// Where its modules lie.
    modules: &'static str,
    /// The processing model that its program has built in.
    model: Option<&'static str>,
    /// What it starts its program with, where no file of its own says it.
    started_with: &'static [&'static str],
}

const ARCH: System = System {
    tree: "apache-arch",
    program: "/usr/bin/httpd",
    modules: "/usr/lib/httpd/modules",
    model: None,
    started_with: &["-d", "/etc/httpd", "-f", "/etc/httpd/conf/httpd.conf"],
};

const FEDORA: System = System {
    tree: "apache-fedora",
    program: "/usr/sbin/httpd",
    modules: "/usr/lib64/httpd/modules",
    model: None,
    started_with: &["-d", "/etc/httpd", "-f", "/etc/httpd/conf/httpd.conf"],
};

const FREEBSD: System = System {
    tree: "apache-freebsd",
    program: "/usr/local/sbin/httpd",
    modules: "/usr/local/libexec/apache24",
    model: None,
    started_with: &["-d", "/usr/local", "-f", "/usr/local/etc/apache24/httpd.conf"],
};

const ALPINE: System = System {
    tree: "apache-alpine",
    program: "/usr/sbin/httpd",
    modules: "/var/www/modules",
    model: None,
    started_with: &["-d", "/var/www", "-f", "/etc/apache2/httpd.conf"],
};

const SUSE: System = System {
    tree: "apache-opensuse",
    program: "/usr/sbin/httpd-event",
    modules: "/usr/lib64/apache2-event",
    model: Some("event"),
    started_with: &[],
};

const GENTOO: System = System {
    tree: "apache-gentoo",
    program: "/usr/sbin/apache2",
    modules: "/usr/lib64/apache2/modules",
    model: Some("event"),
    started_with: &[],
};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::new("layouts_apache::arch_gets_lines_that_load_modules_and_one_that_names_the_site", arch),
        Case::new("layouts_apache::fedora_gets_the_site_and_nothing_else", fedora),
        Case::new("layouts_apache::freebsd_gets_modules_beside_its_list", freebsd),
        Case::new("layouts_apache::alpine_gets_what_its_packages_left_out", alpine),
        Case::new("layouts_apache::opensuse_loads_by_its_script_from_the_next_start_on", suse),
        Case::new("layouts_apache::gentoo_is_given_names_from_the_next_start_on", gentoo),
    ]
}

fn arch() {
    let lab = lab(&ARCH);
    set_up(&lab);
    let main = fs::read_to_string("/etc/httpd/conf/httpd.conf").unwrap();
    assert!(main.contains("\n#LoadModule ssl_module "), "the package's own line stays as it was");
    assert!(main.contains("\nInclude /etc/httpd/conf/extra/jellyfin-media.example.test.conf\n"), "{main}");
    lab.undo();
}

fn fedora() {
    let lab = lab(&FEDORA);
    set_up(&lab);
    let site = fs::read_to_string(format!("/etc/httpd/conf.d/z-jellyfin-{DOMAIN}.conf")).unwrap();
    assert!(!site.contains("LoadModule"), "its packages load all: {site}");
    lab.undo();
}

fn freebsd() {
    let lab = lab(&FREEBSD);
    let before = Snapshot::of(["/usr/local/etc"]);
    set_up(&lab);
    let site =
        fs::read_to_string(format!("/usr/local/etc/apache24/Includes/jellyfin-{DOMAIN}.conf")).unwrap();
    assert!(site.contains("\n    LoadModule proxy_module libexec/apache24/mod_proxy.so\n"), "{site}");
    lab.undo();
    assert_eq!(before.differences(&Snapshot::of(["/usr/local/etc"])), Vec::<PathBuf>::new());
}

fn alpine() {
    let lab = lab(&ALPINE);
    set_up(&lab);
    lab.undo();
}

fn suse() {
    let lab = lab(&SUSE);
    set_up(&lab);
    let variables = fs::read_to_string("/etc/sysconfig/apache2").unwrap();
    assert!(variables.contains(" proxy proxy_http headers http2 filter deflate\"\n"), "{variables}");
    assert_same_after_restart(&lab);
    // The port is asked for once, by whichever file comes to it.
    let flagged = variables.replace("APACHE_SERVER_FLAGS=\"\"", "APACHE_SERVER_FLAGS=\"SSL\"");
    fs::write("/etc/sysconfig/apache2", flagged).unwrap();
    assert_same_after_restart(&lab);
    fs::write("/etc/sysconfig/apache2", variables).unwrap();
    lab.server.stop();
    Server::of("apache").start();
    lab.undo();
}

fn gentoo() {
    lay_out(&GENTOO);
    // Its default site with TLS waits for a name that the new one's modules wait for as well.
    let file = "/etc/conf.d/apache2";
    let text = fs::read_to_string(file).unwrap().replace(" -D SSL -D", " -D");
    fs::write(file, text).unwrap();
    let lab = Lab::with("apache");
    set_up(&lab);
    let options = fs::read_to_string(file).unwrap();
    assert!(options.contains(" -D LANGUAGE -D PROXY -D SSL -D HTTP2\"\n"), "{options}");
    assert_same_after_restart(&lab);
    lab.undo();
}

/// A running server as that system has it.
fn lab(system: &System) -> Lab {
    lay_out(system);
    if !system.started_with.is_empty() {
        let mut start = Command::new(system.program);
        assert!(start.args(system.started_with).args(["-k", "start"]).status().unwrap().success());
    }
    Lab::with("apache")
}

/// Sets a site up, healthy, without a word of the server's own check, and with nothing left to do.
fn set_up(lab: &Lab) {
    let done = lab.setup(&[]).expect(0).json();
    assert_healthy(&done["check"]);
    assert_nothing_left(lab);
}

fn assert_nothing_left(lab: &Lab) {
    assert_eq!(lab.server.config_check(), ConfigCheck::Passed { warnings: Vec::new() });
    let again = ["plan", "--json", "--proxy", "apache", "--domain", DOMAIN, "--local-ca"];
    let again = product(again).expect(0).json();
    assert_eq!(again["steps"], Value::Array(Vec::new()), "{again:#}");
}

/// Started anew, as its script would with what is in its files by now, it serves the same.
fn assert_same_after_restart(lab: &Lab) {
    lab.server.stop();
    let server = Server::of("apache");
    server.start();
    assert_ne!(
        server.install.arguments, lab.server.install.arguments,
        "the script has other arguments by now"
    );
    let checked = lab.check(&format!("https://{DOMAIN}"), "127.0.0.1:443", &[]).expect(0).json();
    assert_healthy(&checked);
    assert_nothing_left(lab);
}

/// Nothing is amiss; how long a machine that is busy with other tests takes is left out.
fn assert_healthy(checked: &Value) {
    let checks = checked["checks"].as_array().unwrap().iter();
    let is_amiss = |check: &&Value| check["status"] == "fail" || check["status"] == "warn";
    let amiss: Vec<&Value> = checks.filter(is_amiss).filter(|check| check["code"] != "slow_proxy").collect();
    assert!(amiss.is_empty(), "{amiss:#?}");
}

/// Puts the tree's configuration on this machine, and Debian's program and modules where it looks for them.
fn lay_out(system: &System) {
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hosts").join(system.tree);
    for part in ["etc", "srv", "usr/local/etc", "usr/local/www", "var"] {
        let entries = WalkDir::new(tree.join(part)).into_iter().filter_map(Result::ok);
        for entry in entries.filter(|entry| entry.file_name() != "os-release") {
            let place = Path::new("/").join(entry.path().strip_prefix(&tree).unwrap());
            if entry.file_type().is_dir() {
                fs::create_dir_all(&place).unwrap();
            } else if entry.file_type().is_symlink() && !place.exists() {
                symlink(fs::read_link(entry.path()).unwrap(), &place).unwrap();
            } else if entry.file_type().is_file() {
                fs::write(&place, as_debian_takes_it(&fs::read_to_string(entry.path()).unwrap())).unwrap();
            }
        }
    }
    if fs::symlink_metadata(system.modules).is_ok() {
        fs::remove_file(system.modules).unwrap();
    }
    fs::create_dir_all(Path::new(system.modules).parent().unwrap()).unwrap();
    symlink("/usr/lib/apache2/modules", system.modules).unwrap();
    if system.program != GENTOO.program {
        fs::create_dir_all(Path::new(system.program).parent().unwrap()).unwrap();
        fs::copy("/usr/sbin/apache2", system.program).unwrap();
        if system.program == SUSE.program {
            symlink("httpd-event", "/usr/sbin/httpd").unwrap();
        }
        ["apache2", "apache2ctl", "a2enmod", "a2ensite"]
            .iter()
            .for_each(|name| fs::remove_file(format!("/usr/sbin/{name}")).unwrap());
    }
    if let Some(model) = system.model {
        let main = "/etc/apache2/httpd.conf";
        let load = format!("LoadModule mpm_{model}_module /usr/lib/apache2/modules/mod_mpm_{model}.so\n");
        fs::write(main, load + &fs::read_to_string(main).unwrap()).unwrap();
    }
    let made = certificate_for(&["localhost"], 2026..2029);
    for (name, content) in [
        ("/etc/ssl/apache2/server.crt", made.chain()),
        ("/etc/ssl/apache2/server.pem", made.chain()),
        ("/etc/ssl/apache2/server.key", made.key.clone()),
        ("/etc/pki/tls/certs/localhost.crt", made.chain()),
        ("/etc/pki/tls/private/localhost.key", made.key),
        ("/run/httpd/.keep", String::new()),
    ] {
        fs::create_dir_all(Path::new(name).parent().unwrap()).unwrap();
        fs::write(name, content).unwrap();
    }
}

/// Without the modules that are built in here or that only that system has, with a user that is there, and with
/// OpenSSL's own words for ciphers.
fn as_debian_takes_it(text: &str) -> String {
    let kept = |line: &&str| !NOT_LOADED.iter().any(|name| line.contains(&format!("LoadModule {name} ")));
    let text =
        text.replace("PROFILE=SYSTEM", "HIGH").replace("exec:/usr/libexec/httpd-ssl-pass-dialog", "builtin");
    let line = |line: &str| match line.split_once(' ') {
        Some(("User" | "Group", _)) => line.split(' ').next().unwrap_or_default().to_owned() + " www-data\n",
        _ => format!("{line}\n"),
    };
    text.lines().filter(kept).map(line).collect()
}
