//! The first-run wizard, which anybody may use until it is finished.

use crate::http::request::Request;
use crate::json::Json;
use crate::version::Version;

/// The wizard's first page.
pub(super) fn settings(version: Version) -> Json {
    let mut fields = Vec::new();
    if version.names_server_in_wizard() {
        fields.push(("ServerName", Json::text("")));
    }
    fields.extend([
        ("UICulture", Json::text("en-US")),
        ("MetadataCountryCode", Json::text("US")),
        ("PreferredMetadataLanguage", Json::text("en")),
    ]);
    Json::Object(fields)
}

/// The administrator to be.
pub(super) fn user() -> Json {
    Json::Object(vec![("Name", Json::text("root"))])
}

/// The machine's drives.
pub(super) fn drives() -> Json {
    Json::List(vec![entry("/", "/")])
}

/// What a folder holds. The stand-in shows two made-up entries of it: nothing of the machine.
pub(super) fn folder(request: &Request) -> Json {
    let path = request.parameter("path").unwrap_or_default();
    let inside = |name: &str| entry(name, &format!("{}/{name}", path.trim_end_matches('/')));
    Json::List(vec![inside("first"), inside("second")])
}

fn entry(name: &str, path: &str) -> Json {
    Json::Object(vec![
        ("Name", Json::text(name)),
        ("Path", Json::text(path)),
        ("Type", Json::text("Directory")),
    ])
}
