//! A WebSocket on which nobody says anything, as that of a sleeping television.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use standin::{Options, Version};
use tests::{Jellyfin, Lab, Seed, TOKEN, Visitor, WebSocket};

const SILENCE: Duration = Duration::from_secs(95);

/// The document's site, on the usual ports of the same server.
const SEED: &str = "seed.example.test";

pub(super) fn lives_through_95_seconds(proxy: &str) {
    if proxy == "apache" {
        take_timeout_from_debian();
    }
    let authority = Seed::of(proxy).put(SEED);
    let lab = Lab::of(proxy, Jellyfin::start(silent));
    lab.setup(&["--http-port", "8080", "--https-port", "8443"]).expect(0);
    let seed_path = if proxy == "apache" { "embywebsocket" } else { "socket" };
    let mut seed = open(&Visitor::by_https(&authority).calling(SEED), seed_path);
    let mut written = open(&lab.visitor().at_port(8443), "socket");

    let begin = Instant::now();
    let closed =
        seed.message_within(SILENCE).expect("the document's site closes it after 60 seconds at most");
    assert_eq!(closed, None);
    thread::sleep(SILENCE.saturating_sub(begin.elapsed()));
    assert!(written.is_alive());
}

/// Debian's package has 300 seconds there, Apache itself 60.
fn take_timeout_from_debian() {
    let file = "/etc/apache2/apache2.conf";
    let packaged = fs::read_to_string(file).unwrap();
    assert!(packaged.contains("\nTimeout 300\n"));
    fs::write(file, packaged.replace("\nTimeout 300\n", "\nTimeout 60\n")).unwrap();
}

/// A Jellyfin that does not speak of itself, with the page that the document's HAProxy checks, and of a version that knows
/// the path of the document's Apache.
fn silent(options: &mut Options) {
    options.pace.keep_alive = Duration::from_secs(3_600);
    options.version = Version::V12_0_0;
    options.web = Some(Seed::web_client_of_its_time());
}

fn open(visitor: &Visitor, path: &str) -> WebSocket {
    let opened = visitor.web_socket(&format!("/{path}?ApiKey={TOKEN}"));
    let mut socket = opened.unwrap_or_else(|answer| panic!("{answer:?}"));
    let first = socket.message().unwrap().expect("Jellyfin speaks first");
    assert!(first.contains("ForceKeepAlive"), "{first}");
    socket
}
