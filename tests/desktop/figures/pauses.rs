use engine::proxies::ProxyKind;

use desktop_tests::{Desktop, Window, way};
use tests::PlainUser;

use crate::figure::Figure;

/// From here on the page notes for how long it did nothing that it was to do every five milliseconds, and how long the program
/// took to answer what it was asked every fifty.
const WATCH: &str = "window.still = 0; window.unanswered = 0;
    let last = performance.now();
    setInterval(() => {
        const now = performance.now();
        window.still = Math.max(window.still, now - last - 5);
        last = now;
    }, 5);
    const ask = async () => {
        const asked = performance.now();
        await window.__TAURI_INTERNALS__.invoke('view');
        window.unanswered = Math.max(window.unanswered, performance.now() - asked);
        setTimeout(ask, 50);
    };
    void ask();
    return null";

/// For how long the page stood still at most while a set-up ran, and the program left it without an answer: of each proxy, in
/// practice.
pub(crate) fn measure() -> Vec<Figure> {
    let (still, unanswered): (Vec<f64>, Vec<f64>) = ProxyKind::words().into_iter().map(one).unzip();
    vec![
        Figure::new("longest pause of the page while a set-up runs", "ms", still).at_most(50.0),
        Figure::new("longest answer of the program meanwhile", "ms", unanswered).at_most(50.0),
    ]
}

fn one(proxy: &str) -> (f64, f64) {
    let desktop = Desktop::of_nobody();
    let layer = PlainUser::servers();
    let arguments = ["--practice", "--proxy", proxy, "--layer", &layer];
    let window =
        Window::open(&desktop, &format!("figures-pauses-{proxy}"), &desktop.application(), &arguments);
    window.until_words("Practice run.");
    way::to_the_review(&window, proxy.parse::<ProxyKind>().unwrap().title(), None);
    window.ask(WATCH);
    window.press("Set it up in practice");
    window.until("All is well");
    let told = |name: &str| window.ask(&format!("return window.{name}")).as_f64().expect("milliseconds");
    (told("still"), told("unanswered"))
}
