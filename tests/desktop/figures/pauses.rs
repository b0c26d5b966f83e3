use engine::proxies::ProxyKind;

use desktop_tests::{Desktop, Window, way};
use tests::PlainUser;

use crate::figure::Figure;

/// From here on the page notes for how long it did nothing that it was to do every five milliseconds, while steps run and while
/// it draws another screen, and how long the program took to answer what it was asked every fifty.
const WATCH: &str = "window.still = 0; window.drawing = 0; window.unanswered = 0;
    let last = performance.now();
    let before = '';
    setInterval(() => {
        const now = performance.now();
        const shown = document.querySelector('h1')?.innerText ?? '';
        const pause = shown === before && shown === 'Setting it up' ? 'still' : 'drawing';
        window[pause] = Math.max(window[pause], now - last - 5);
        [last, before] = [now, shown];
    }, 5);
    const ask = async () => {
        const asked = performance.now();
        await window.__TAURI_INTERNALS__.invoke('view');
        window.unanswered = Math.max(window.unanswered, performance.now() - asked);
        setTimeout(ask, 50);
    };
    void ask();
    return null";

/// For how long the page stood still at most while the steps of a set-up ran, and the program left it without an answer: of each
/// proxy, in practice.
pub(crate) fn measure() -> Vec<Figure> {
    let all: Vec<[f64; 3]> = ProxyKind::words().into_iter().map(one).collect();
    let figure =
        |what: &str, index: usize| Figure::new(what, "ms", all.iter().map(|one| one[index]).collect());
    vec![
        figure("longest pause of the page while steps run", 0).at_most(50.0),
        figure("longest pause when it draws the next screen", 1),
        figure("longest answer of the program meanwhile", 2).at_most(50.0),
    ]
}

fn one(proxy: &str) -> [f64; 3] {
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
    let told = |name| window.ask(&format!("return window.{name}")).as_f64().expect("milliseconds");
    ["still", "drawing", "unanswered"].map(told)
}
