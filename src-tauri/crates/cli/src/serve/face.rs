use std::path::{Path, PathBuf};

/// The page and what belongs to it: files that were built beforehand.
pub(super) struct Face {
    folder: PathBuf,
}

/// Beside the program where it was installed, and in the sources where it was built.
const PLACES: [&str; 3] = ["../share/jellyfin-proxy/ui", "../../ui/dist", "../../../ui/dist"];

impl Face {
    /// `None` where the page is missing.
    pub(super) fn find() -> Option<Self> {
        let own = std::env::current_exe().ok()?;
        let mut places = PLACES.iter().filter_map(|place| own.parent()?.join(place).canonicalize().ok());
        let folder = places.find(|place| place.join("index.html").is_file())?;
        Some(Self { folder })
    }

    /// A file and its type; `None` where there is none of that name.
    pub(super) fn file(&self, path: &str) -> Option<(Vec<u8>, &'static str)> {
        let inside = if path == "/" { "index.html" } else { path.strip_prefix('/')? };
        let plain = |part: &str| !part.is_empty() && !part.starts_with('.');
        if !inside.split('/').all(plain) {
            return None;
        }
        Some((std::fs::read(self.folder.join(inside)).ok()?, content_type(inside)?))
    }
}

/// Of the kinds of files that a page is built of; others are not served.
fn content_type(path: &str) -> Option<&'static str> {
    Some(match Path::new(path).extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "json" => "application/json",
        _ => return None,
    })
}
