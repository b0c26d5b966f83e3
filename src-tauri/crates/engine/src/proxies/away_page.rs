/// What a browser shows while Jellyfin is away: it says so, and asks again by itself.
///
/// Jellyfin's own start page reloads into the proxy's bare error and stays there (observed); this one
/// goes on until Jellyfin answers. It holds no quotes, `$`, `%`, `\` or newline, so that every dialect
/// can carry it in quotes as it stands.
pub const AWAY_PAGE: &str = "<!doctype html><html lang=en><meta charset=utf-8>\
<meta name=viewport content=width=device-width><meta http-equiv=refresh content=5>\
<title>Jellyfin is not ready</title>\
<style>body{font:1.1em/1.5 system-ui,sans-serif;max-width:32em;margin:20vh auto;padding:0 1em;\
color:CanvasText;background:Canvas;color-scheme:light dark}</style>\
<h1>Jellyfin is not ready yet</h1>\
<p>It is starting, or it was stopped. This page looks again every five seconds.</html>";

/// The types that are compressed by the proxy: Jellyfin stops compressing its API answers once it
/// knows that the visitor came by HTTPS (observed on 10.10.6 to 12.0). Films are never among them.
pub const COMPRESSED_TYPES: [&str; 6] = [
    "application/json",
    "text/css",
    "text/javascript",
    "application/javascript",
    "text/plain",
    "image/svg+xml",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_needs_no_escaping_anywhere() {
        assert!(AWAY_PAGE.bytes().all(|b| b.is_ascii_graphic() || b == b' '));
        assert!(!AWAY_PAGE.contains(['"', '\'', '$', '%', '\\', '`']));
    }
}
