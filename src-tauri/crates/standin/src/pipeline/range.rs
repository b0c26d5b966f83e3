//! Files, whole or in part.

use std::ops::Range;

use super::conditions::{Outcome, Validators};
use crate::clock;
use crate::http::request::Request;
use crate::http::response::{Body, Response};

/// What a Range field asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    /// No range, several, or nonsense: all of it.
    Whole,
    Part(Range<u64>),
    /// Nothing of it is there.
    Beyond,
}

/// Answers with a file of that many bytes, or the part of it that is asked for; `body` makes the
/// content of a part.
pub(crate) fn partial(
    request: &Request,
    media_type: &str,
    length: u64,
    validators: &Validators,
    body: impl FnOnce(Range<u64>) -> Body,
) -> Response {
    match validators.judge(request) {
        Outcome::Failed => return Response::new(412),
        Outcome::NotModified => return describe(Response::new(304), validators),
        Outcome::Send => {}
    }
    let wanted = match request.header("Range").filter(|_| validators.allow_range(request)) {
        Some(field) => wanted(field, length),
        None => Wanted::Whole,
    };
    let (response, range) = match wanted {
        Wanted::Beyond => return Response::new(416).with("Content-Range", format!("bytes */{length}")),
        Wanted::Whole => (Response::new(200), 0..length),
        Wanted::Part(range) => {
            let told = format!("bytes {}-{}/{length}", range.start, range.end - 1);
            (Response::new(206).with("Content-Range", told), range)
        }
    };
    describe(response.with("Content-Type", media_type), validators).body(body(range))
}

fn describe(response: Response, validators: &Validators) -> Response {
    let response =
        response.with("Accept-Ranges", "bytes").with("Last-Modified", clock::http_date(validators.modified));
    match &validators.etag {
        Some(etag) => response.with("ETag", etag.clone()),
        None => response,
    }
}

fn wanted(field: &str, length: u64) -> Wanted {
    let Some((first, last)) = field.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-'))
    else {
        return Wanted::Whole;
    };
    let range = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Some(first), None) if last.is_empty() => first..length,
        (None, Some(last)) if first.is_empty() => length.saturating_sub(last)..length,
        _ => return Wanted::Whole,
    };
    if range.start < range.end { Wanted::Part(range) } else { Wanted::Beyond }
}

fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood_and_nothing_else() {
        use Wanted::{Beyond, Part, Whole};
        for (field, expected) in [
            ("bytes=0-99", Part(0..100)),
            ("bytes=100-", Part(100..1000)),
            ("bytes=-50", Part(950..1000)),
            ("bytes=-5000", Part(0..1000)),
            ("bytes=900-5000", Part(900..1000)),
            ("bytes=1000-", Beyond),
            ("bytes=-0", Beyond),
            ("bytes=0-9,20-29", Whole),
            ("bytes=9-5", Whole),
            ("bytes=x", Whole),
            ("items=0-9", Whole),
        ] {
            assert_eq!(wanted(field, 1000), expected, "{field}");
        }
    }
}
