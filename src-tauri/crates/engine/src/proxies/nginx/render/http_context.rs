//! What stands beside the servers: variables, the log's format, the upstream.

use super::writer::Writer;
use super::{AccessLog, OwnNames, SiteText};

/// The usual format with the path for the request line, whose query carries api keys, and without the
/// referring page, whose address can hold one as well.
const LOG_FORMAT: &str = "$remote_addr - $remote_user [$time_local] \"$request_method $uri $server_protocol\" \
$status $body_bytes_sent \"-\" \"$http_user_agent\"";

/// Connections that are kept open towards Jellyfin, a worker process each.
const KEPT_CONNECTIONS: &str = "32";

pub(super) fn write(writer: &mut Writer, text: &SiteText<'_>, names: &OwnNames) {
    if let Some(size) = text.names_hash {
        writer.comment("The name is longer than nginx has room for by default.");
        writer.line("server_names_hash_bucket_size", &[&size.to_string()]);
        writer.gap();
    }
    writer.comment("A WebSocket asks for an upgrade; all other requests share the kept connections.");
    writer.block("map", &["$http_upgrade", &names.connection()], |map| {
        map.value("default", "upgrade");
        map.value("", "");
    });
    writer.gap();
    writer.comment("The name as the visitor typed it, with its port.");
    writer.block("map", &["$http_host", &names.host()], |map| {
        map.value("default", "$http_host");
        map.value("", text.site.domain.as_str());
    });
    if matches!(text.access_log, AccessLog::File(_)) {
        writer.gap();
        writer.comment("The path only: api keys travel in the query and in the address of the page before.");
        writer.line("log_format", &[names.entry(), LOG_FORMAT]);
    }
    writer.part("upstream", &[names.entry()], |upstream| {
        upstream.line("server", &[&text.site.upstream.authority()]);
        upstream.line("keepalive", &[KEPT_CONNECTIONS]);
    });
}
