//! The web client's files.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;

use super::conditions::Validators;
use super::{Visit, compression, partial};
use crate::http::response::{Body, Response};

/// Shown where no folder with a web client was given.
const PAGE: &str = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Jellyfin stand-in</title></head>\
                    <body><p>This is a stand-in for Jellyfin.</p></body></html>\n";

/// The answer, if the request is for the web client. Its files are small and in the system's cache:
/// handing them to another thread would cost more than reading them.
pub(super) fn answer(visit: &Visit<'_>) -> Option<Response> {
    let request = visit.request;
    if visit.path.eq_ignore_ascii_case("/robots.txt") {
        return Some(Response::found("web/robots.txt"));
    }
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return None;
    }
    let below =
        visit.path.get(..4).filter(|start| start.eq_ignore_ascii_case("/web")).map(|_| &visit.path[4..])?;
    if below.is_empty() {
        let believed = &visit.believed;
        let (scheme, host) = (&believed.scheme, &believed.host);
        let location = format!("{scheme}://{host}{}{}/{}", visit.base, visit.path, request.query);
        return Some(Response::new(301).with("Location", location));
    }
    let name = match below.strip_prefix('/')? {
        "" => "index.html",
        name => name,
    };
    let page = Page::open(visit.boot.server.options.web.as_deref(), name, visit.boot.server.created)?;
    let validators = Validators { etag: Some(page.etag()), modified: page.modified };
    let mut response =
        partial(request, media_type(name), page.length, &validators, |range| Body::Whole(page.read(range)));
    if name == "index.html" && visit.boot.server.options.version.forbids_caching_of_index() {
        response = response.with("Cache-Control", "no-cache");
    }
    // Files stay compressed over https, unlike the API's answers (observed).
    Some(compression::compress(request, response))
}

/// One file.
struct Page {
    path: Option<PathBuf>,
    length: u64,
    modified: SystemTime,
}

impl Page {
    fn open(folder: Option<&Path>, name: &str, created: SystemTime) -> Option<Self> {
        let Some(folder) = folder else {
            let length = PAGE.len() as u64;
            return (name == "index.html").then_some(Self { path: None, length, modified: created });
        };
        let relative = Path::new(name);
        if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
            return None;
        }
        let path = folder.join(relative);
        let data = std::fs::metadata(&path).ok().filter(std::fs::Metadata::is_file)?;
        Some(Self { path: Some(path), length: data.len(), modified: data.modified().ok()? })
    }

    /// As ASP.NET makes it: the time of the change in Windows' units, mixed with the length.
    fn etag(&self) -> String {
        const BETWEEN_1601_AND_1970: u64 = 11_644_473_600;
        let since_1970 = self.modified.duration_since(UNIX_EPOCH).unwrap_or_default();
        let ticks = (since_1970.as_secs() + BETWEEN_1601_AND_1970) * 10_000_000;
        format!("\"{:x}\"", ticks ^ self.length)
    }

    /// The content of a part; a file that was changed meanwhile gives what it can.
    fn read(&self, range: Range<u64>) -> Bytes {
        let Some(path) = &self.path else {
            let at = |place: u64| usize::try_from(place).expect("within the built-in page");
            return Bytes::from_static(&PAGE.as_bytes()[at(range.start)..at(range.end)]);
        };
        let mut content = Vec::new();
        let read = File::open(path).and_then(|mut file| {
            file.seek(SeekFrom::Start(range.start))?;
            file.take(range.end - range.start).read_to_end(&mut content)
        });
        if let Err(error) = read {
            tracing::warn!(path = %path.display(), %error, "cannot read a file of the web client");
        }
        content.into()
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html",
        "js" | "mjs" => "text/javascript",
        "css" => "text/css",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "jpg" | "jpeg" => "image/jpeg",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}
