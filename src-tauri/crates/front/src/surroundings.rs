//! What only this machine can tell about a site that it serves itself.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use engine::host::Host;
use engine::verdict::AccessLogSeen;
use system::host::LiveHost;

/// Where the three proxies log, save for HAProxy's own way over syslog.
const LOG_FOLDERS: [&str; 4] = ["/var/log/nginx", "/var/log/apache2", "/var/log/httpd", "/var/log"];

/// How much of a log's end is read: some hundred requests.
const EXCERPT: u64 = 64 * 1024;

/// The addresses that this machine uses towards others: those at which a stranger would try Jellyfin's
/// own port. Documentation addresses (RFC 5737, RFC 3849) stand for the outside; nothing is sent.
pub fn own_addresses() -> Vec<IpAddr> {
    let Ok(host) = LiveHost::open() else { return Vec::new() };
    ["192.0.2.1", "2001:db8::1"]
        .iter()
        .filter_map(|outside| host.source_address(outside.parse().ok()?))
        .filter(|own| !own.is_loopback())
        .collect()
}

/// What the latest lines of this product's access logs show; `None` where none may be read.
pub fn access_log() -> Option<AccessLogSeen> {
    let mut lines = Vec::new();
    for log in logs() {
        // The first line is most likely cut.
        lines.extend(end_of(&log).unwrap_or_default().lines().skip(1).map(str::to_owned));
    }
    (!lines.is_empty()).then(|| AccessLogSeen::read(lines.iter().map(String::as_str)))
}

fn logs() -> Vec<PathBuf> {
    let is_ours = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name == "haproxy.log" || (name.starts_with("jellyfin-") && name.contains("access"))
    };
    LOG_FOLDERS
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flat_map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())))
        .filter(is_ours)
        .collect()
}

fn end_of(log: &Path) -> std::io::Result<String> {
    let mut file = File::open(log)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(EXCERPT)))?;
    let mut bytes = Vec::new();
    file.take(EXCERPT).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
