//! The way through the wizard, as a person goes it.

use engine::proxies::ProxyKind;

use crate::Window;

/// From "This computer" to the review, with a certificate made on this computer.
pub fn to_the_review(window: &Window, title: &str, domain: Option<&str>) {
    window.until("This computer");
    window.until_words(title);
    window.picture("computer");
    window.press("Next");
    window.until("Which web server keeps the door?");
    window.choose(title);
    window.picture("proxy");
    window.press("Next");
    window.until("Where is your Jellyfin?");
    window.until_words("Jellyfin answers");
    window.picture("jellyfin");
    window.press("Next");
    window.until("What will people type?");
    if let Some(domain) = domain {
        window.fill("Name", domain);
    }
    window.picture("domain");
    window.press("Next");
    window.until("Which certificate?");
    window.choose("Make one on this computer");
    window.picture("certificate");
    window.press("Next");
    window.until("This will change");
    window.until_words("Afterwards this answers:");
    window.picture("review");
}

/// The whole way in a practice run that has begun with this proxy: set up, seen healthy twice, and undone.
///
/// # Panics
/// When anything else is shown.
pub fn practise(window: &Window, proxy: &str) {
    window.until_words("Practice run.");
    let title = proxy.parse::<ProxyKind>().expect("a proxy of the registry").title();
    to_the_review(window, title, None);
    window.press("Set it up in practice");
    window.until("Setting it up");
    window.picture("setting-up");
    window.until("All is well");
    window.picture("healthy");
    window.test_again();
    window.until("All is well");
    undo(window);
}

/// Undoes what was just set up.
pub fn undo(window: &Window) {
    window.press("Undo");
    window.until("Everything is as it was");
    window.picture("undone");
}
