//! What a program sees and can do inside, and that the machine stays as it was.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::{IpAddr, TcpListener, TcpStream};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use libtest_mimic::Trial;
use system::sandbox::{Kind, Sandbox};

use crate::scene::{Case, Scene, Stage, User};

pub(crate) const CASES: &[Case] = &[
    Case { name: "can_be_had", sandbox: had, inside: nothing, after: untouched },
    Case { name: "shows_the_layer", sandbox: layered, inside: sees_layer, after: untouched },
    Case { name: "writes_to_memory", sandbox: plain, inside: writes, after: untouched },
    Case { name: "rest_is_read_only", sandbox: plain, inside: cannot_write_elsewhere, after: untouched },
    Case { name: "services_are_out_of_reach", sandbox: plain, inside: sees_no_services, after: untouched },
    Case { name: "has_its_own_network", sandbox: with_addresses, inside: uses_network, after: untouched },
    Case { name: "has_its_own_processes", sandbox: plain, inside: sees_own_processes, after: untouched },
    Case { name: "keeps_a_folder", sandbox: plain, inside: leaves_a_note, after: finds_the_note },
    Case { name: "accounts_are_merged", sandbox: layered, inside: sees_accounts, after: untouched },
    Case { name: "servers_can_drop_root", sandbox: layered, inside: gives_away_a_file, after: untouched },
];

pub(crate) fn trials(users: &[User]) -> Vec<Trial> {
    let pairs = CASES.iter().flat_map(|case| users.iter().map(move |user| (case, *user)));
    pairs
        .map(|(case, user)| {
            Trial::test(format!("{}::{}", user.name(), case.name), move || case.run(&Stage::set(user)))
        })
        .collect()
}

const CLIENT: &str = "203.0.113.9";
const CLIENT_V6: &str = "2001:db8::9";

fn plain(_: &Scene) -> Sandbox {
    Sandbox::new()
}

fn layered(scene: &Scene) -> Sandbox {
    Sandbox::new().layer(scene.layer())
}

fn with_addresses(_: &Scene) -> Sandbox {
    Sandbox::new().address(address(CLIENT)).address(address(CLIENT_V6))
}

fn had(scene: &Scene) -> Sandbox {
    let expected = if rustix::process::geteuid().is_root() { Kind::Root } else { Kind::UserNamespace };
    assert_eq!(layered(scene).availability(), Ok(expected));
    layered(scene)
}

fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

fn nothing(_: &Scene) {}

/// Nothing of what the cases write inside is there outside, and the layer is what it was.
fn untouched(scene: &Scene) {
    for path in ["/etc/jellyfin-sandbox", "/var/lib/jellyfin-sandbox", "/var/log/jellyfin-sandbox"] {
        assert!(!Path::new(path).exists(), "{path} was written on the machine");
    }
    let passwd = fs::read_to_string("/etc/passwd").expect("readable by all");
    assert!(!passwd.contains("jellyfin-sandbox") && !passwd.contains("layered"));
    let layer = fs::read_dir(scene.layer().join("etc")).expect("the layer").count();
    assert_eq!(layer, 2, "the layer was written to");
}

fn sees_layer(_: &Scene) {
    for path in ["/etc/layered.conf", "/usr/share/layered/file", "/var/lib/layered/file"] {
        assert_eq!(fs::read_to_string(path).expect(path), "from the layer", "{path}");
    }
    assert!(Path::new("/usr/bin/env").exists(), "the machine's own programs are still there");
    fs::write("/etc/layered.conf", "changed").expect("a layer's file can be changed inside");
    fs::remove_file("/var/lib/layered/file").expect("a layer's file can be removed inside");
}

fn writes(_: &Scene) {
    for folder in ["/etc", "/var/lib", "/var/log", "/run", "/tmp", "/dev/shm"] {
        let path = Path::new(folder).join("jellyfin-sandbox");
        fs::write(&path, "x").unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let moved = path.with_extension("moved");
        fs::rename(&path, &moved).unwrap_or_else(|error| panic!("{}: {error}", moved.display()));
    }
    let mut passwd =
        OpenOptions::new().append(true).open("/etc/passwd").expect("the machine's file, writable");
    writeln!(passwd, "jellyfin-sandbox:x:997:997::/:/bin/false").expect("written to memory");
}

fn cannot_write_elsewhere(scene: &Scene) {
    for path in ["/jellyfin-sandbox", "/boot/jellyfin-sandbox", "/sys/kernel/jellyfin-sandbox"] {
        assert!(fs::write(path, "x").is_err(), "{path} could be written");
    }
    assert!(!scene.layer().exists(), "the machine's /tmp is hidden but for the kept folder");
}

fn sees_no_services(_: &Scene) {
    for path in ["/run/systemd", "/run/dbus", "/run/user"] {
        assert!(!Path::new(path).exists(), "{path}");
    }
}

fn uses_network(_: &Scene) {
    for address in ["127.0.0.1", "::1", CLIENT, CLIENT_V6].map(address) {
        for port in [80, 443] {
            let listener = TcpListener::bind((address, port)).expect("every port is free");
            let client = TcpStream::connect((address, port)).expect("lo is up");
            let (_, peer) = listener.accept().expect("the connection just made");
            assert_eq!(peer, client.local_addr().expect("connected"));
        }
    }
    let interfaces = fs::read_to_string("/proc/net/dev").expect("readable");
    let names = interfaces.lines().filter_map(|line| line.split_once(':')).map(|(name, _)| name.trim());
    assert_eq!(names.filter(|name| *name == "lo" || name.starts_with("e")).collect::<Vec<_>>(), ["lo"]);
}

fn sees_own_processes(_: &Scene) {
    let is_number = |name: &str| name.parse::<u32>().is_ok();
    let listed = fs::read_dir("/proc").expect("mounted").flatten();
    let count = listed.filter(|entry| entry.file_name().to_str().is_some_and(is_number)).count();
    assert_eq!(count, 2, "process 1 and this one");
}

fn leaves_a_note(scene: &Scene) {
    fs::write(scene.shared().join("note"), "from inside").expect("a kept folder is writable");
}

fn finds_the_note(scene: &Scene) {
    assert_eq!(fs::read_to_string(scene.shared().join("note")).expect("left inside"), "from inside");
}

fn sees_accounts(_: &Scene) {
    let passwd = fs::read_to_string("/etc/passwd").expect("merged");
    assert!(passwd.starts_with("root:"), "the machine's accounts come first");
    assert!(passwd.contains("\nlayered:x:998:998:"), "the layer's account is added");
    assert!(!passwd.contains("\nnobody:x:1:1:"), "the machine's own nobody stays what it is");
}

/// Asks the kernel what a server asks it; only root has another user to give a file to.
fn gives_away_a_file(_: &Scene) {
    std::os::unix::fs::chown("/etc/layered.conf", Some(33), Some(33)).expect("answers success");
    let mut dropping = std::process::Command::new("/usr/bin/env");
    std::os::unix::process::CommandExt::uid(&mut dropping, 33);
    assert!(dropping.output().expect("setgroups and setuid answer success").status.success());
    let map = fs::read_to_string("/proc/self/uid_map").expect("readable");
    let one_user = map.split_whitespace().last() == Some("1");
    let owner = fs::metadata("/etc/layered.conf").expect("there").uid();
    assert_eq!(owner, if one_user { 0 } else { 33 });
}
