//! Debian's three servers as their packages configure them, with their own tools, users, paths and port 80.

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use libtest_mimic::Trial;
use system::sandbox::Sandbox;

use crate::scene::{Case, Scene, Stage, User};

pub(crate) const CASES: &[Case] = &[
    Case { name: "nginx_serves", sandbox, inside: nginx, after },
    Case { name: "apache_serves", sandbox, inside: apache, after },
    Case { name: "haproxy_serves", sandbox, inside: haproxy, after },
];

const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) fn trials(users: &[User]) -> Vec<Trial> {
    let pairs = CASES.iter().flat_map(|case| users.iter().map(move |user| (case, *user)));
    pairs
        .map(|(case, user)| {
            Trial::test(format!("{}::{}", user.name(), case.name), move || {
                case.run(&Stage::set(user).with_servers(&unpacked()))
            })
        })
        .collect()
}

/// The folder that `cargo xtask servers` fills.
fn unpacked() -> PathBuf {
    let folder = std::env::var_os("JELLYFIN_PROXY_SERVERS").map_or_else(default_folder, PathBuf::from);
    assert!(folder.is_dir(), "{} is missing: run `cargo xtask test`", folder.display());
    folder
}

fn default_folder() -> PathBuf {
    let release = std::fs::read_to_string("/etc/os-release").expect("a Linux machine");
    let name = release.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME=")).unwrap_or("unknown");
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../target/servers")).join(name).join("root")
}

fn sandbox(scene: &Scene) -> Sandbox {
    Sandbox::new().layer(scene.servers())
}

fn after(_: &Scene) {}

fn nginx(_: &Scene) {
    succeeds("nginx", &["-t"]);
    succeeds("nginx", &[]);
    assert!(page().contains("\r\nServer: nginx/"));
    succeeds("nginx", &["-s", "reload"]);
    assert!(page().contains("\r\nServer: nginx/"));
    succeeds("nginx", &["-s", "stop"]);
}

fn apache(_: &Scene) {
    succeeds("apache2ctl", &["configtest"]);
    succeeds("apache2ctl", &["start"]);
    assert!(page().contains("\r\nServer: Apache/"));
    succeeds("a2enmod", &["proxy_http", "ssl"]);
    succeeds("apache2ctl", &["graceful"]);
    assert!(page().contains("\r\nServer: Apache/"));
    succeeds("a2dismod", &["ssl"]);
    succeeds("apache2ctl", &["stop"]);
}

/// Debian's file has no frontend, with which HAProxy does not start.
fn haproxy(_: &Scene) {
    let path = "/etc/haproxy/haproxy.cfg";
    let mut configuration = OpenOptions::new().append(true).open(path).expect("it came with the package");
    let frontend = "\nfrontend here\n    bind :80\n    http-request return status 200 content-type text/plain string here\n";
    configuration.write_all(frontend.as_bytes()).expect("inside, it can be written");
    drop(configuration);
    succeeds("haproxy", &["-c", "-f", path]);
    succeeds("haproxy", &["-W", "-D", "-p", "/run/haproxy.pid", "-f", path]);
    assert!(page().ends_with("here"));
    assert!(PathBuf::from("/run/haproxy/admin.sock").exists());
}

fn succeeds(program: &str, arguments: &[&str]) {
    let output =
        Command::new(program).args(arguments).output().unwrap_or_else(|error| panic!("{program}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?} ended with {}: {said}", output.status);
}

/// What the server on port 80 answers, once it does.
fn page() -> String {
    let start = Instant::now();
    loop {
        match fetch() {
            Ok(page) if page.starts_with("HTTP/1.1 200 ") => return page,
            answer if start.elapsed() > PATIENCE => panic!("no page from port 80: {answer:?}"),
            _ => sleep(Duration::from_millis(50)),
        }
    }
}

fn fetch() -> std::io::Result<String> {
    let mut connection = TcpStream::connect("127.0.0.1:80")?;
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut page = String::new();
    connection.read_to_string(&mut page)?;
    Ok(page)
}
