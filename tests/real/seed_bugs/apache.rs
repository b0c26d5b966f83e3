//! Apache's bugs.

use tests::{TOKEN, Visitor};

use super::both::on_both;

/// Emby's name for it; Jellyfin's clients open `/socket`.
pub(super) fn s02_websocket_path_of_another_program() {
    let both = on_both("apache", |site| match site.visitor.web_socket(&format!("/socket?ApiKey={TOKEN}")) {
        Ok(_) => 101,
        Err(answer) => answer.status,
    });
    assert_eq!((both.seed, both.written), (404, 101));
}

/// A visitor is sent to another host, and whoever makes the link chooses which: an open redirect.
pub(super) fn s03_redirect_without_slash() {
    let both = on_both("apache", |_| {
        let location = |path| Visitor::by_http().get(path).header("location").to_owned();
        [location("/web/index.html"), location("/.evil.example/x")]
    });
    assert_eq!(
        both.seed,
        ["https://media.example.testweb/index.html", "https://media.example.test.evil.example/x"]
    );
    assert_eq!(
        both.written,
        ["https://media.example.test/web/index.html", "https://media.example.test/.evil.example/x"]
    );
}

/// The document's `a2enmod` leaves out what its own `Protocols h2` needs: HTTP/2 stays off, silently. That WebSockets
/// answered 500 without mod_proxy_wstunnel was seen on 2.4.29; from 2.4.47 on mod_proxy_http has them built in.
pub(super) fn s04_modules_missing() {
    let both = on_both("apache", |site| site.visitor.ask_http2("/health").map(|answer| answer.status).ok());
    assert_eq!((both.seed, both.written), (None, Some(200)));
}

/// Apache tells everything but the scheme on its own, so Jellyfin takes HTTPS for HTTP; and what a visitor claims passes.
pub(super) fn s05_forwarded_scheme_missing() {
    let both = on_both("apache", |site| {
        let location = |fields| site.visitor.get_with("/web", fields).header("location").to_owned();
        [location(&[]), location(&[("X-Forwarded-Proto", "spoof")])]
    });
    assert_eq!(both.seed, ["http://media.example.test/web/", "spoof://media.example.test/web/"]);
    assert_eq!(both.written, ["https://media.example.test/web/"; 2]);
}
