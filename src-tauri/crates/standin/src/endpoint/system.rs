//! What the server tells about itself.

use std::net::IpAddr;
use std::time::SystemTime;

use crate::clock;
use crate::http::connection::Ends;
use crate::http::response::Response;
use crate::json::Json;
use crate::life::boot::Boot;
use crate::network::believed::Believed;
use crate::pipeline::Visit;

/// `/health`, with the word that tells the state.
pub(crate) fn health(word: &'static str) -> Response {
    Response::written(200, "text/plain", word)
        .with("Cache-Control", "no-store, no-cache")
        .with("Expires", "Thu, 01 Jan 1970 00:00:00 GMT")
        .with("Pragma", "no-cache")
}

/// Asks for a restart, which begins a moment after this answer.
pub(super) fn restart(visit: &Visit<'_>) -> Response {
    visit.boot.server.restart.notify_waiters();
    Response::new(204)
}

/// What `/System/Info/Public` tells anybody.
pub(crate) fn public_info(boot: &Boot, ends: Ends, believed: &Believed, set_up: bool) -> Json {
    Json::Object(public_fields(boot, ends, believed, set_up))
}

/// What `/System/Info` tells the administrator; the folders are those of the recordings.
pub(super) fn info(visit: &Visit<'_>) -> Json {
    let receiver =
        |id: &str, name: &str| Json::Object(vec![("Id", Json::text(id)), ("Name", Json::text(name))]);
    let mut fields = vec![
        ("OperatingSystemDisplayName", Json::text("")),
        ("HasPendingRestart", Json::Flag(false)),
        ("IsShuttingDown", Json::Flag(false)),
        ("SupportsLibraryMonitor", Json::Flag(true)),
        ("WebSocketPortNumber", Json::number(visit.boot.port)),
        ("CompletedInstallations", Json::List(Vec::new())),
        ("CanSelfRestart", Json::Flag(true)),
        ("CanLaunchWebBrowser", Json::Flag(false)),
        ("ProgramDataPath", Json::text("/srv/jellyfin/data")),
        ("WebPath", Json::text("/srv/jellyfin")),
        ("ItemsByNamePath", Json::text("/srv/jellyfin/data/metadata")),
        ("CachePath", Json::text("/srv/jellyfin/cache")),
        ("LogPath", Json::text("/srv/jellyfin/log")),
        ("InternalMetadataPath", Json::text("/srv/jellyfin/data/metadata")),
        ("TranscodingTempPath", Json::text("/srv/jellyfin/cache/transcodes")),
        (
            "CastReceiverApplications",
            Json::List(vec![receiver("F007D354", "Stable"), receiver("6F511C87", "Unstable")]),
        ),
        ("HasUpdateAvailable", Json::Flag(false)),
        ("EncoderLocation", Json::text("System")),
        ("SystemArchitecture", Json::text("X64")),
    ];
    let set_up = visit.boot.server.is_set_up();
    fields.extend(public_fields(visit.boot, visit.ends, &visit.believed, set_up));
    Json::Object(fields)
}

/// Whether the client counts as this machine, and as the local network.
pub(super) fn where_from(visit: &Visit<'_>) -> Json {
    Json::Object(vec![
        ("IsLocal", Json::Flag(visit.is_from_this_machine())),
        ("IsInNetwork", Json::Flag(visit.boot.local_network.contains(visit.believed.client))),
    ])
}

/// The server's clock, twice.
pub(super) fn utc_time() -> Json {
    let now = || Json::text(clock::json_time(SystemTime::now()));
    Json::Object(vec![("RequestReceptionTime", now()), ("ResponseTransmissionTime", now())])
}

/// About 30 kB, as many as the real list has (observed on 10.11.11), to see compression by.
pub(super) fn cultures() -> Json {
    const COUNT: u32 = 190;
    let culture = |number: u32| {
        let name = format!("Culture {number:03}");
        Json::Object(vec![
            ("Name", Json::text(format!("c{number:03}"))),
            ("DisplayName", Json::text(name.clone())),
            ("TwoLetterISOLanguageName", Json::text(format!("c{:x}", number % 16))),
            ("ThreeLetterISOLanguageName", Json::text(format!("c{number:02x}"))),
            ("ThreeLetterISOLanguageNames", Json::List(vec![Json::text(name)])),
        ])
    };
    Json::List((0..COUNT).map(culture).collect())
}

fn public_fields(boot: &Boot, ends: Ends, believed: &Believed, set_up: bool) -> Vec<(&'static str, Json)> {
    vec![
        ("LocalAddress", Json::text(local_address(boot, ends, believed))),
        ("ServerName", Json::text(&boot.server.options.server_name)),
        ("Version", Json::text(boot.server.options.version.to_string())),
        ("ProductName", Json::text("Jellyfin Server")),
        ("OperatingSystem", Json::text("")),
        ("Id", Json::text(&boot.server.id)),
        ("StartupWizardCompleted", Json::Flag(set_up)),
    ]
}

/// Where the server says it lives: the address it was reached at, or the host that was asked for
/// where the settings say so.
fn local_address(boot: &Boot, ends: Ends, believed: &Believed) -> String {
    let (config, base) = (&boot.config, &boot.config.base_url);
    if config.published_uri_by_request {
        return format!("{}://{}{base}", believed.scheme, believed.host);
    }
    let (scheme, port) =
        if config.listens_with_https() { ("https", config.internal_https_port) } else { ("http", boot.port) };
    let address = match ends.local.ip().to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    };
    format!("{scheme}://{address}:{port}{base}")
}
