//! Jellyfin's own compression.

use std::io::Write;

use flate2::write::GzEncoder;

use crate::http::request::Request;
use crate::http::response::{Body, Response};

/// The types that ASP.NET compresses.
const TYPES: [&str; 9] = [
    "text/plain",
    "text/css",
    "text/html",
    "text/xml",
    "text/json",
    "text/javascript",
    "application/javascript",
    "application/json",
    "application/wasm",
];

enum Coding {
    #[cfg(feature = "brotli")]
    Brotli,
    Gzip,
}

/// Compresses an answer if the client takes it and the type is worth it. Parts are left alone.
pub(crate) fn compress(request: &Request, mut response: Response) -> Response {
    let worth = response.header("Content-Type").is_some_and(is_text) && response.status == 200;
    let Some(coding) = wanted(request).filter(|_| worth && !request.is_head()) else { return response };
    let (Body::Whole(content) | Body::Written(content)) = &response.body else { return response };
    let (name, packed) = match coding {
        #[cfg(feature = "brotli")]
        Coding::Brotli => ("br", brotli(content)),
        Coding::Gzip => ("gzip", gzip(content)),
    };
    response.body = Body::Written(packed.into());
    response.with("Content-Encoding", name).with("Vary", "Accept-Encoding")
}

fn is_text(media_type: &str) -> bool {
    let bare = media_type.split(';').next().unwrap_or_default().trim();
    TYPES.contains(&bare)
}

/// Of what the client takes equally, brotli comes first.
fn wanted(request: &Request) -> Option<Coding> {
    let takes = |name: &str| {
        let mut items = request.header_values("Accept-Encoding").flat_map(|line| line.split(','));
        items.any(|item| {
            let mut parts = item.split(';').map(str::trim);
            let named = parts.next().is_some_and(|coding| coding.eq_ignore_ascii_case(name));
            named && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    };
    #[cfg(feature = "brotli")]
    if takes("br") {
        return Some(Coding::Brotli);
    }
    takes("gzip").then_some(Coding::Gzip)
}

#[cfg(feature = "brotli")]
fn brotli(content: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 16 * 1024, 1, 22);
    writer.write_all(content).expect("writing to memory cannot fail");
    drop(writer);
    packed
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(content).expect("writing to memory cannot fail");
    writer.finish().expect("writing to memory cannot fail")
}
