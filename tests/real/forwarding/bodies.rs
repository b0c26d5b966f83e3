//! Bodies in both directions.

use std::io::Read;

use flate2::read::GzDecoder;
use serde_json::Value;
use tests::TOKEN;

use super::set_up;

/// Jellyfin stops compressing its API's answers once it knows about https (observed on all versions).
pub(super) fn compresses_text(proxy: &str) {
    let lab = set_up(proxy, &[]);
    let token = format!("MediaBrowser Token=\"{TOKEN}\"");
    let fields = [("Authorization", token.as_str()), ("Accept-Encoding", "gzip")];
    let small = lab.visitor().get_with("/Localization/Cultures", &fields);
    let plain = lab.visitor().get_with("/Localization/Cultures", &fields[..1]);
    assert_eq!((small.status, small.header("content-encoding")), (200, "gzip"));
    assert_eq!(plain.header("content-encoding"), "");
    assert!(small.body.len() * 3 < plain.body.len(), "{} of {}", small.body.len(), plain.body.len());
    let mut text = String::new();
    GzDecoder::new(&*small.body).read_to_string(&mut text).unwrap();
    assert_eq!(text, plain.text());
    assert!(serde_json::from_str::<Value>(&text).is_ok());
}

pub(super) fn passes_parts_of_a_film(proxy: &str) {
    let lab = set_up(proxy, &[]);
    let fields = [("Range", "bytes=1000000-1999999"), ("Accept-Encoding", "gzip")];
    let part = lab.visitor().get_with("/Videos/1/stream?static=true", &fields);
    assert_eq!((part.status, part.header("content-range")), (206, "bytes 1000000-1999999/2724450"));
    assert_eq!(part.header("content-encoding"), "");
    assert!(part.body == standin::content(1_000_000, 1_000_000), "other bytes than Jellyfin's");
}

/// A picture of 20 MB passes (401: it has no token), and one that Jellyfin itself refuses is not told to be an absence
/// of Jellyfin: 500 or 502 (observed), never a page that sends the picture again.
pub(super) fn passes_large_uploads(proxy: &str) {
    let lab = set_up(proxy, &[]);
    let path = "/Items/00000000000000000000000000000001/Images/Primary";
    assert_eq!(lab.visitor().post(path, 20_000_000).status, 401);
    match lab.visitor().ask("POST", "/Users/AuthenticateByName", &[], 31_000_000) {
        Ok(refused) => {
            assert!([500, 502].contains(&refused.status), "{refused:?}");
            assert!(!refused.text().contains("http-equiv=refresh"), "{refused:?}");
        }
        // HAProxy hangs up with Jellyfin (observed).
        Err(error) => assert_eq!(proxy, "haproxy", "{error}"),
    }
}
