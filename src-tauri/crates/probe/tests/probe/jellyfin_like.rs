//! The answers of a ready Jellyfin, as far as they are asked for (observed on 10.11.11).

use crate::fake::{Act, Request};

/// What the server is told about the visitor by whoever passes the request on.
pub(crate) struct Visit {
    pub(crate) scheme: &'static str,
    pub(crate) host: String,
    pub(crate) base_path: &'static str,
}

pub(crate) const ID: &str = "0123456789abcdef0123456789abcdef";

pub(crate) fn answer(request: &Request, visit: &Visit) -> Act {
    let path = request.path.split('?').next().unwrap_or_default();
    let Some(path) = path.strip_prefix(visit.base_path) else { return to(302, "jellyfin/web/", false) };
    match path {
        "/health" => marked(200, "Healthy"),
        "/System/Info/Public" => marked(200, &info(ID, true)),
        "/System/Ping" => marked(200, "\"Jellyfin Server\""),
        "/web" => to(301, &format!("{}://{}{}/web/", visit.scheme, visit.host, visit.base_path), true),
        "/web/index.html" if request.field("range").is_some() => {
            let range = ("Content-Range", "bytes 0-9/300".to_owned());
            Act::Answer(206, vec![range, mark()], "<!DOCTYPE ".into())
        }
        "/web/index.html" => marked(200, "<!DOCTYPE html>"),
        "/socket" if request.field("upgrade") == Some("websocket") => {
            marked(403, "Error processing request.")
        }
        path if path.starts_with("/Items/") && request.method == "POST" => marked(401, ""),
        _ => marked(404, ""),
    }
}

pub(crate) fn info(id: &str, set_up: bool) -> String {
    format!(
        r#"{{"LocalAddress":"http://127.0.0.1:8096","ServerName":"s","Version":"10.11.11",
        "ProductName":"Jellyfin Server","OperatingSystem":"","Id":"{id}","StartupWizardCompleted":{set_up}}}"#
    )
}

/// An answer with Jellyfin's mark.
pub(crate) fn marked(status: u16, body: &str) -> Act {
    Act::Answer(status, vec![mark()], body.to_owned())
}

/// An answer of somebody else.
pub(crate) fn other(status: u16, body: &str) -> Act {
    Act::Answer(status, vec![("Content-Type", "text/html".to_owned())], body.to_owned())
}

/// A redirect, Jellyfin's own when marked.
pub(crate) fn to(status: u16, location: &str, is_marked: bool) -> Act {
    let mut fields = vec![("Location", location.to_owned())];
    fields.extend(is_marked.then(mark));
    Act::Answer(status, fields, String::new())
}

fn mark() -> (&'static str, String) {
    ("X-Response-Time-ms", "1.5".to_owned())
}
