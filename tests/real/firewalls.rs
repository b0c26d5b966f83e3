//! Real firewalls: visitors who were kept out come in, and are kept out again after undo.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::os::unix::fs::MetadataExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tests::{Case, Lab, product};

/// The machine's address that visitors come to (RFC 5737).
const PUBLIC: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 9);

/// ufw lets in everything that comes over `lo`, and here strangers come that way too.
const ALL_OF_LO: &str = "-A ufw-before-input -i lo -j ACCEPT";
const LO_BUT_STRANGERS: &str = "-A ufw-before-input -i lo ! -d 203.0.113.9 -j ACCEPT";

pub(crate) fn cases() -> Vec<Case> {
    // ufw does not work where `/` is not root's own, as in a plain user's sandbox.
    if std::fs::metadata("/proc/self").unwrap().uid() != 0 {
        return Vec::new();
    }
    let cases: [(&str, fn()); 5] = [
        ("ufw_lets_visitors_in_and_out_again", ufw_lets_visitors_in),
        ("ufw_rules_of_others_outlive_an_undo", ufw_rules_of_others_stay),
        ("ufw_is_closed_again_after_a_kill", ufw_is_closed_after_a_kill),
        ("ufw_is_left_where_that_is_wished", ufw_is_left),
        ("firewalld_opens_for_now_and_for_good_and_closes", firewalld_opens_and_closes),
    ];
    let case = |(name, test)| Case::new(format!("firewalls::{name}"), test).with_firewalls();
    cases.into_iter().map(case).collect()
}

/// A machine with nginx whose ufw lets in ssh and nothing else.
fn guarded_by_ufw() -> Lab {
    let rules = std::fs::read_to_string("/etc/ufw/before.rules").unwrap();
    assert!(rules.contains(ALL_OF_LO));
    std::fs::write("/etc/ufw/before.rules", rules.replace(ALL_OF_LO, LO_BUT_STRANGERS)).unwrap();
    run("ufw", &["allow", "22/tcp"]);
    run("ufw", &["--force", "enable"]);
    let mut lab = Lab::with("nginx");
    assert!(!lets_in(80), "a machine whose firewall keeps nobody out proves nothing");
    lab.take_as_before();
    lab
}

fn ufw_lets_visitors_in() {
    let lab = guarded_by_ufw();
    let told = lab.setup(&[]).expect(0).json();
    let steps: Vec<&str> =
        told["steps"].as_array().unwrap().iter().filter_map(|step| step["summary"].as_str()).collect();
    let opened = "Open TCP ports 80 and 443 in ufw (ufw allow 80/tcp; ufw allow 443/tcp)";
    assert!(steps.contains(&opened), "{steps:?}");
    assert!(lets_in(80) && lets_in(443));
    assert!(!lets_in(21) && !lets_in(8096), "nothing else was opened");
    // Planning again finds everything there.
    lab.setup(&[]).expect(0);
    lab.undo();
    assert!(!lets_in(80) && !lets_in(443));
}

fn ufw_rules_of_others_stay() {
    let lab = guarded_by_ufw();
    lab.setup(&[]).expect(0);
    run("ufw", &["allow", "2222/tcp"]);
    product(["undo", "--yes"]).expect(0);
    let rules = run("ufw", &["show", "added"]);
    assert!(rules.contains("ufw allow 22/tcp") && rules.contains("ufw allow 2222/tcp"), "{rules}");
    assert!(!rules.contains("80") && !rules.contains("443"), "{rules}");
    assert!(!lets_in(80));
}

fn ufw_is_closed_after_a_kill() {
    // Somewhere in ufw's tenth of a second for each rule.
    for moment in [0, 40, 80, 160, 240] {
        let lab = guarded_by_ufw();
        let mut setup = lab.start_setup(&[]);
        setup.until_begun(1, "permit");
        std::thread::sleep(Duration::from_millis(moment));
        setup.signal_helper("KILL");
        setup.end();
        product(["recover"]).expect(0);
        lab.assert_as_before();
        assert!(!lets_in(80) && !lets_in(443), "{moment} ms");
        lab.server.stop();
        forget();
    }
}

fn ufw_is_left() {
    let lab = guarded_by_ufw();
    let told = lab.setup(&["--firewall", "leave"]).expect(0).json();
    let findings = told["findings"].as_array().unwrap();
    let closed = findings.iter().find(|finding| finding["code"] == "firewall_closed").unwrap();
    assert!(closed["next"].as_str().unwrap().contains("sudo ufw allow 80/tcp && sudo ufw allow 443/tcp"));
    assert!(!lets_in(80));
    lab.undo();
}

fn firewalld_opens_and_closes() {
    let _running = Firewalld::start();
    let lab = Lab::with("nginx");
    let ask = |args: &[&str]| code("firewall-cmd", args) == Some(0);
    let open = || {
        let of = |service: &str| {
            let query = format!("--query-service={service}");
            ask(&["--zone=public", &query]) && ask(&["--permanent", "--zone=public", &query])
        };
        (of("http"), of("https"))
    };
    assert_eq!(open(), (false, false));
    lab.setup(&[]).expect(0);
    assert_eq!(open(), (true, true));
    lab.undo();
    assert_eq!(open(), (false, false));
    // The service that was there stays.
    assert!(ask(&["--zone=public", "--query-service=ssh"]));
}

/// firewalld with a bus of its own.
struct Firewalld(Vec<Child>);

impl Firewalld {
    fn start() -> Self {
        const BUS: &str = "<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen>\
            <auth>EXTERNAL</auth><policy context=\"default\"><allow own=\"*\"/><allow send_destination=\"*\"/>\
            <allow receive_sender=\"*\"/></policy></busconfig>";
        std::fs::create_dir_all("/run/dbus").unwrap();
        std::fs::write("/run/bus.conf", BUS).unwrap();
        let start = |program: &str, args: &[&str]| {
            Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        };
        let bus = start("dbus-daemon", &["--config-file=/run/bus.conf", "--nofork"]);
        let until = |program: &str, args: &[&str], what: &str| {
            let begin = Instant::now();
            while code(program, args) != Some(0) {
                assert!(begin.elapsed() < Duration::from_secs(60), "{what} does not start");
                std::thread::sleep(Duration::from_millis(100));
            }
        };
        until("test", &["-S", "/run/dbus/system_bus_socket"], "dbus-daemon");
        let firewall = start("firewalld", &["--nofork", "--nopid"]);
        until("firewall-cmd", &["--state"], "firewalld");
        Self(vec![firewall, bus])
    }
}

impl Drop for Firewalld {
    fn drop(&mut self) {
        for child in &mut self.0 {
            // It may be gone already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Whether a stranger comes to a port, be it that nobody answers there.
fn lets_in(port: u16) -> bool {
    let address = SocketAddr::new(PUBLIC.into(), port);
    match TcpStream::connect_timeout(&address, Duration::from_millis(700)) {
        Ok(_) => true,
        Err(error) => error.kind() == std::io::ErrorKind::ConnectionRefused,
    }
}

/// The machine as before the first change, its journal too.
fn forget() {
    run("ufw", &["--force", "disable"]);
    let rules = std::fs::read_to_string("/etc/ufw/before.rules").unwrap();
    std::fs::write("/etc/ufw/before.rules", rules.replace(LO_BUT_STRANGERS, ALL_OF_LO)).unwrap();
    std::fs::remove_dir_all("/var/lib/jellyfin-proxy").unwrap();
}

fn run(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).output().unwrap();
    assert!(output.status.success(), "{program} {args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn code(program: &str, args: &[&str]) -> Option<i32> {
    Command::new(program).args(args).output().unwrap().status.code()
}
