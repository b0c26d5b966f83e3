//! Films, live streams and WebSockets on their way through a written configuration.

mod idle_web_socket;
mod reload;
pub(crate) mod stopped_reader;
mod trickle;

use engine::proxies::ProxyKind;
use tests::Case;

/// What is looked at, by the word of the proxy.
type Look = fn(&'static str);

/// The slowest first: it does nothing but wait.
const LOOKS: [(&str, Look); 4] = [
    ("idle_websocket_lives_through_95_seconds", idle_web_socket::lives_through_95_seconds),
    ("trickling_stream_is_not_delayed", trickle::is_not_delayed),
    ("stopped_reader_fills_no_disk", stopped_reader::fills_no_disk),
    ("reload_interrupts_nobody", reload::interrupts_nobody),
];

pub(crate) fn cases() -> Vec<Case> {
    let looks = LOOKS.iter().flat_map(|look| ProxyKind::words().into_iter().map(move |proxy| (proxy, look)));
    let case = |(proxy, (name, look)): (&'static str, &'static (&str, Look))| {
        Case::new(format!("streams::{proxy}_{name}"), move || look(proxy))
    };
    looks.map(case).collect()
}
