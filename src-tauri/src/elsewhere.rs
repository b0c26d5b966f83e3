//! The window shows the program's own page and no other.

use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, Url};

/// Keeps the window from going anywhere else.
pub(crate) fn forbid<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("own-page").on_navigation(|_, url| is_own(url)).build()
}

fn is_own(url: &Url) -> bool {
    match url.scheme() {
        // Where the page is part of the program.
        "tauri" => url.host_str() == Some("localhost"),
        "http" => cfg!(not(feature = "custom-protocol")) && url.host_str() == Some("localhost"),
        scheme => scheme == "about",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_page_is_shown() {
        for (url, own) in [
            ("tauri://localhost/index.html", true),
            ("about:blank", true),
            ("tauri://example.com/", false),
            ("https://example.com/", false),
            ("http://127.0.0.1:8096/web/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
        ] {
            assert_eq!(is_own(&url.parse().unwrap()), own, "{url}");
        }
    }
}
