//! A stream that comes slowly, as live radio and low-rate conversions do: a proxy that collects before it passes on makes
//! it stutter.

use std::net::Ipv4Addr;
use std::thread;
use std::time::Duration;

use standin::Stamp;
use tests::{Lab, Visitor};

/// What the product promises.
const PROMISED: Duration = Duration::from_millis(20);

/// A direct stream that is slower than this says that the machine has no time.
const OVERLOADED: Duration = Duration::from_millis(5);

const CHUNK: usize = 2_000;

/// Five seconds' worth.
const CHUNKS: usize = 40;

pub(super) fn is_not_delayed(proxy: &str) {
    let lab = Lab::with(proxy);
    lab.setup(&[]).expect(0);
    let (mut direct, mut proxied) = measure(&lab);
    if direct > OVERLOADED {
        (direct, proxied) = measure(&lab);
    }
    let added = proxied.saturating_sub(direct);
    assert!(added <= PROMISED, "{added:?} added: {proxied:?} through {proxy}, {direct:?} directly");
}

/// The median delay of a chunk directly and through the proxy, both at the same time.
fn measure(lab: &Lab) -> (Duration, Duration) {
    let near = Visitor::by_http().at((Ipv4Addr::LOCALHOST, 8096).into());
    thread::scope(|scope| {
        let direct = scope.spawn(move || median_delay(&near));
        let proxied = scope.spawn(|| median_delay(&lab.visitor()));
        (direct.join().unwrap(), proxied.join().unwrap())
    })
}

/// From the moment that a chunk was sent to the moment that its last byte is here.
fn median_delay(visitor: &Visitor) -> Duration {
    let mut stream = visitor.download(&format!("/Videos/1/stream?static=true&trickle=16000&chunk={CHUNK}"));
    let mut delays = Vec::new();
    let mut unread = Vec::new();
    while delays.len() < CHUNKS {
        unread.extend(stream.piece().unwrap().expect("the stream is longer"));
        while unread.len() >= CHUNK {
            let sent = Stamp::parse(&unread[..CHUNK]).expect("a chunk begins with its stamp");
            delays.push(Stamp::now().monotonic - sent.monotonic);
            unread.drain(..CHUNK);
        }
    }
    delays.sort();
    delays[delays.len() / 2]
}
