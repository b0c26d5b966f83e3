//! Debian's three servers as their packages configure them, with their own tools, users, paths and port 80.

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::Command;

use libtest_mimic::{Failed, Trial};
use system::relay::Relay;
use system::sandbox::Sandbox;

use crate::scene::{Case, PATIENCE, Scene, Stage, User, wait_until};

pub(crate) const CASES: &[Case] = &[NGINX, APACHE, HAPROXY, RELAYED];

const NGINX: Case = Case { name: "nginx_serves", sandbox, inside: nginx, after };
const APACHE: Case = Case { name: "apache_serves", sandbox, inside: apache, after };
const HAPROXY: Case = Case { name: "haproxy_serves", sandbox, inside: haproxy, after };
/// nginx, reached from outside.
const RELAYED: Case = Case { name: "relay_serves", sandbox, inside: relayed, after };

pub(crate) fn trials(users: &[User]) -> Vec<Trial> {
    let tests = [
        (NGINX.name, (|user| serve(&NGINX, user)) as fn(User) -> Result<(), Failed>),
        (APACHE.name, |user| serve(&APACHE, user)),
        (HAPROXY.name, |user| serve(&HAPROXY, user)),
        (RELAYED.name, reach_from_outside),
    ];
    users
        .iter()
        .flat_map(|user| tests.map(|(name, test)| (*user, name, test)))
        .map(|(user, name, test)| Trial::test(format!("{}::{name}", user.name()), move || test(user)))
        .collect()
}

fn serve(case: &Case, user: User) -> Result<(), Failed> {
    case.run(&Stage::set(user).with_servers(&unpacked()))
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
    assert!(page(web()).contains("\r\nServer: nginx/"));
    succeeds("nginx", &["-s", "reload"]);
    assert!(page(web()).contains("\r\nServer: nginx/"));
    succeeds("nginx", &["-s", "stop"]);
}

fn apache(_: &Scene) {
    succeeds("apache2ctl", &["configtest"]);
    succeeds("apache2ctl", &["start"]);
    assert!(page(web()).contains("\r\nServer: Apache/"));
    succeeds("a2enmod", &["proxy_http", "ssl"]);
    succeeds("apache2ctl", &["graceful"]);
    assert!(page(web()).contains("\r\nServer: Apache/"));
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
    assert!(page(web()).ends_with("here"));
    assert!(PathBuf::from("/run/haproxy/admin.sock").exists());
}

fn relayed(scene: &Scene) {
    succeeds("nginx", &[]);
    let _relay = Relay::from_unix(socket(scene), web()).expect("a shared folder");
    wait_until("the caller has seen enough", || scene.shared().join("enough").exists());
}

fn reach_from_outside(user: User) -> Result<(), Failed> {
    let stage = Stage::set(user).with_servers(&unpacked());
    let mut caller = stage.caller(&RELAYED).spawn()?;
    let relay = Relay::from_tcp(([127, 0, 0, 1], 0).into(), socket(&stage.scene))?;
    let address = relay.address().expect("a relay from TCP");
    assert!(page(address).contains("\r\nServer: nginx/"));
    std::fs::write(stage.scene.shared().join("enough"), "")?;
    assert!(caller.wait()?.success());
    Ok(())
}

fn web() -> SocketAddr {
    ([127, 0, 0, 1], 80).into()
}

fn socket(scene: &Scene) -> PathBuf {
    scene.shared().join("web")
}

fn succeeds(program: &str, arguments: &[&str]) {
    let output =
        Command::new(program).args(arguments).output().unwrap_or_else(|error| panic!("{program}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?} ended with {}: {said}", output.status);
}

/// What the server at the address answers, once it does.
fn page(address: SocketAddr) -> String {
    let mut page = String::new();
    wait_until("the server answers", || match fetch(address) {
        Ok(answer) if answer.starts_with("HTTP/1.1 200 ") => {
            page = answer;
            true
        }
        Ok(_) | Err(_) => false,
    });
    page
}

fn fetch(address: SocketAddr) -> std::io::Result<String> {
    let mut connection = TcpStream::connect(address)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut page = String::new();
    connection.read_to_string(&mut page)?;
    Ok(page)
}
