//! Whether HTTP/2 is offered (`mod_http2`).

use super::effective::{Effective, Setting, VirtualHost};

/// Whether a virtual host, or the main server, offers it: the module is there, a processing model with
/// threads runs it, and `Protocols` names it. Each virtual host has its own word on it, also on a shared
/// address: the name in the TLS greeting decides (seen on 2.4.71).
pub(super) fn is_offered(effective: &Effective, vhost: Option<&VirtualHost>, tls: bool) -> bool {
    let has_threads = ["mpm_event", "mpm_worker"].iter().any(|&model| effective.modules.contains(model));
    let wanted = if tls { "h2" } else { "h2c" };
    let own = vhost.map(|vhost| vhost.settings.as_slice()).filter(|settings| names_any(settings));
    let names_it = protocols(own.unwrap_or(&effective.main)).any(|name| name.eq_ignore_ascii_case(wanted));
    names_it && has_threads && effective.modules.contains("http2")
}

fn names_any(settings: &[Setting]) -> bool {
    protocols(settings).next().is_some()
}

fn protocols(settings: &[Setting]) -> impl Iterator<Item = &str> {
    let lines = settings.iter().filter(|setting| !setting.nested && setting.name == "protocols");
    lines.flat_map(|setting| setting.args.iter().map(String::as_str))
}
