//! Who a token says the client is.

use crate::http::request::Request;
use crate::version::Version;

/// The token a request carries. Up to 10.11 the names that Emby gave it are taken as well.
pub(super) fn of(request: &Request, version: Version) -> Option<String> {
    let in_header = request.header("Authorization").and_then(|value| in_credentials(value, version));
    let found = in_header.or_else(|| request.parameter("ApiKey"));
    if !version.keeps_emby_names() {
        return found;
    }
    let direct = |name| request.header(name).map(str::to_owned);
    found
        .or_else(|| request.header("X-Emby-Authorization").and_then(|value| in_credentials(value, version)))
        .or_else(|| direct("X-Emby-Token"))
        .or_else(|| direct("X-MediaBrowser-Token"))
        .or_else(|| request.parameter("api_key"))
}

/// The request says which client program it comes from, as a login must.
pub(crate) fn names_client(request: &Request, version: Version) -> bool {
    let credentials = request.header("Authorization").or_else(|| request.header("X-Emby-Authorization"));
    credentials.is_some_and(|value| field(value, "Client", version).is_some())
}

fn in_credentials(value: &str, version: Version) -> Option<String> {
    field(value, "Token", version).filter(|token| !token.is_empty())
}

/// One `Name="value"` of `MediaBrowser Name="value", …`.
fn field(value: &str, name: &str, version: Version) -> Option<String> {
    let (scheme, fields) = value.split_once(' ')?;
    let emby = version.keeps_emby_names() && scheme.eq_ignore_ascii_case("Emby");
    if !emby && !scheme.eq_ignore_ascii_case("MediaBrowser") {
        return None;
    }
    fields.split(',').find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim_matches('"').to_owned())
    })
}
