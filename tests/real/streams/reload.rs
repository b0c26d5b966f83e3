//! People who are watching while another site is set up and undone again: two reloads.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use standin::Stamp;
use tests::{Jellyfin, Lab, TOKEN, Visitor, product};

/// Longer than any test runs.
const FILM: u64 = 1 << 30;

const CHUNK: usize = 20_000;

pub(super) fn interrupts_nobody(proxy: &str) {
    let lab = Lab::of(proxy, Jellyfin::start(|options| options.media_size = FILM));
    lab.setup(&[]).expect(0);
    let visitor = lab.visitor();
    let mut socket = visitor.web_socket(&format!("/socket?ApiKey={TOKEN}")).expect("a WebSocket");
    let reloaded = AtomicBool::new(false);
    thread::scope(|scope| {
        let film = scope.spawn(|| watch(&visitor, &reloaded));
        let newcomers = scope.spawn(|| come_and_go(&visitor, &reloaded));
        set_up_and_undo_another(proxy);
        reloaded.store(true, Ordering::Relaxed);
        film.join().unwrap();
        assert!(newcomers.join().unwrap() > 20, "hardly anybody came");
    });
    assert!(socket.message().unwrap().is_some_and(|first| first.contains("ForceKeepAlive")));
    assert!(socket.is_alive());
}

fn set_up_and_undo_another(proxy: &str) {
    let arguments = ["setup", "--yes", "--proxy", proxy, "--domain", "second.example.test", "--local-ca"];
    product(arguments.into_iter().chain(["--http-port", "8080", "--https-port", "8443"])).expect(0);
    product(["undo", "--yes"]).expect(0);
}

/// Takes a stream of 400 kB/s and sees that no byte is missing, until a second after the last reload.
fn watch(visitor: &Visitor, reloaded: &AtomicBool) {
    let mut film = visitor.download(&format!("/Videos/1/stream?static=true&trickle=400000&chunk={CHUNK}"));
    let mut unread = Vec::new();
    let mut end = None;
    while end.is_none_or(|end| Instant::now() < end) {
        unread.extend(film.piece().unwrap().expect("the film is longer"));
        while unread.len() >= CHUNK {
            assert!(Stamp::parse(&unread[..CHUNK]).is_some(), "bytes are missing");
            unread.drain(..CHUNK);
        }
        if end.is_none() && reloaded.load(Ordering::Relaxed) {
            end = Some(Instant::now() + Duration::from_secs(1));
        }
    }
}

/// Opens one connection after the other, and says how many. Each is answered.
fn come_and_go(visitor: &Visitor, reloaded: &AtomicBool) -> usize {
    let mut came = 0;
    while !reloaded.load(Ordering::Relaxed) {
        assert_eq!(visitor.get("/health").status, 200, "after {came} others");
        came += 1;
        thread::sleep(Duration::from_millis(10));
    }
    came
}
