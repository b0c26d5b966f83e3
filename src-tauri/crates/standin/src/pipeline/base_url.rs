//! The Base URL: everything outside it leads to the web client.

use crate::http::request::Request;
use crate::http::response::Response;

/// The redirect for a request outside the base or at its root; it knows nothing of forwarded headers
/// and tells no response time (observed).
pub(super) fn redirect(base: &str, request: &Request) -> Option<Response> {
    let path = request.path.as_str();
    let inside = starts_with(path, base) && !is_root(base, path);
    if inside {
        return None;
    }
    if matches!(path.to_ascii_lowercase().as_str(), "/health" | "/health/") {
        return Some(Response::found(format!("{base}/health")));
    }
    // Jellyfin builds an absolute URL first and cannot do so without a host (observed as a 500).
    let host = request.header("Host").unwrap_or_default();
    if host.is_empty() {
        return Some(Response::new(500));
    }
    Some(Response::found(relative(path, &format!("{base}/web/"))))
}

/// The base as the client wrote it, and the path below it; `None` where a longer word only begins
/// like the base.
pub(super) fn split<'a>(base: &str, path: &'a str) -> Option<(&'a str, &'a str)> {
    let (written, rest) = path.split_at_checked(base.len())?;
    (rest.is_empty() || rest.starts_with('/')).then_some((written, rest))
}

fn is_root(base: &str, path: &str) -> bool {
    path.is_empty() || starts_with(path, base) && matches!(&path[base.len()..], "" | "/")
}

fn starts_with(path: &str, base: &str) -> bool {
    path.get(..base.len()).is_some_and(|start| start.eq_ignore_ascii_case(base))
}

/// The reference that leads from one path to the other.
fn relative(from: &str, to: &str) -> String {
    let common: usize = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    let common = from.get(..common).and_then(|shared| shared.rfind('/')).map_or(0, |slash| slash + 1);
    let up = from.get(common..).unwrap_or_default().matches('/').count();
    format!("{}{}", "../".repeat(up), to.get(common..).unwrap_or(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_from_where_the_client_is() {
        for (from, expected) in [
            ("/", "jellyfin/web/"),
            ("/web", "jellyfin/web/"),
            ("/web/", "../jellyfin/web/"),
            ("/System/Info/Public", "../../jellyfin/web/"),
            ("/jellyfin", "jellyfin/web/"),
            ("/jellyfin/", "web/"),
            ("/jelly/x", "../jellyfin/web/"),
        ] {
            assert_eq!(relative(from, "/jellyfin/web/"), expected, "{from}");
        }
        assert_eq!(relative("/", "/web/"), "web/");
    }

    #[test]
    fn the_base_is_a_whole_word_in_any_case() {
        assert_eq!(split("/jellyfin", "/JELLYFIN/web"), Some(("/JELLYFIN", "/web")));
        assert_eq!(split("/jellyfin", "/jellyfinx"), None);
        assert_eq!(split("", "/web"), Some(("", "/web")));
    }
}
