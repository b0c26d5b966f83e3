//! What the user should know of a site before agreeing.

use super::dialect::Dialect;
use super::fitting::Guest;
use super::render::ACME_PORT;
use super::syntax::Line;
use crate::names::{AbsPath, UpstreamHost};
use crate::plan::Finding;
use crate::proxies::WantedSite;

/// Shorter, and a paused television is cut off before somebody has fetched a drink.
const PATIENT_MS: u64 = 300_000;

/// A change made by hand inside our marks goes.
pub(super) fn replaces_edit(file: &AbsPath) -> Finding {
    Finding::warning(
        "managed_block_edited",
        format!(
            "this product's part of {file} was changed by hand since it was written, and that change will be replaced"
        ),
        "keep a copy of it, or put the change outside the marked lines",
    )
}

/// What it means to come in by somebody else's frontend.
pub(super) fn of_guest(guest: &Guest<'_, '_>) -> Vec<Finding> {
    let section = &guest.host.section;
    let (file, name) = (&section.file.path, section.name().unwrap_or_default());
    // A frontend of this product's own is made for this.
    if section.file.block_at(section.start()).is_some() {
        return Vec::new();
    }
    let mut findings = vec![Finding::note(
        "guest_in_frontend",
        format!("the site comes in by the frontend {name} in {file}, in marked lines of its own"),
    )];
    findings.extend(of_rules(guest, file));
    let takes_visits = guest.takes_http || guest.takes_https;
    let redirects = !takes_visits && guest.early.is_none_or(|early| !early.redirects);
    if guest.logs_queries() && redirects {
        findings.push(Finding::warning(
            "queries_logged",
            format!("the frontend {name} sends visitors on to HTTPS itself and logs what they asked for: an api key that somebody sends by plain HTTP then stands in that log"),
            "log the path only in that frontend: `%HP` in a `log-format`, instead of `option httplog`",
        ));
    } else if guest.logs_queries() {
        findings.push(Finding::note(
            "requests_not_logged",
            format!("the frontend {name} logs queries, in which Jellyfin's api keys travel, so HAProxy logs nothing of what goes to Jellyfin"),
        ));
    }
    if !guest.offers_http2 {
        findings.push(Finding::note(
            "frontend_without_http2",
            format!("the frontend {name} does not offer HTTP/2, so pages of many pictures load a little slower; `alpn h2,http/1.1` in its bind line would"),
        ));
    }
    if takes_visits && guest.host.settings.client_timeout.is_some_and(is_impatient) {
        let timeout = guest.host.settings.client_timeout.map_or("", |line| line.word(2));
        findings.push(Finding::warning(
            "client_timeout_short",
            format!("the frontend {name} gives up on a visitor who takes nothing for {timeout}, so a film that is paused longer begins to load anew"),
            "set `timeout client 1h` in that frontend",
        ));
    }
    findings
}

/// What rules that are there already have to do with the site's visitors.
fn of_rules(guest: &Guest<'_, '_>, file: &AbsPath) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(line) = guest.gives_way {
        findings.push(Finding::note(
            "wildcard_gives_way",
            format!(
                "visitors of that name were led to {} by a wider rule in {file}, line {}, until now",
                line.word(1),
                line.number
            ),
        ));
    }
    if !guest.holding.is_empty() {
        let lines: Vec<String> = guest.holding.iter().map(ToString::to_string).collect();
        findings.push(Finding::note(
            "frontend_rules_apply",
            format!("rules of that frontend hold for this site's visitors, too ({file}, {})", among(&lines)),
        ));
    }
    findings
}

/// What this server and this site cannot do.
pub(super) fn limits(site: &WantedSite, dialect: &Dialect) -> Vec<Finding> {
    let mut findings = Vec::new();
    if site.tls.is_some() {
        findings.push(Finding::note(
            "acme_standalone",
            format!(
                "HAProxy serves no files, so a certificate is renewed by: certbot certonly --standalone --http-01-port {ACME_PORT} -d {} --deploy-hook 'systemctl reload haproxy'",
                site.domain
            ),
        ));
    }
    if site.max_connections.is_some() {
        findings.push(Finding::warning(
            "websockets_count",
            "every open page or app keeps one WebSocket, which counts as a connection for as long as it is open: with all of them taken, the next request waits a minute and then fails",
            "allow at least two connections for each person who watches at the same time",
        ));
    }
    if !dialect.gzip {
        findings.push(Finding::note("no_compression", "this HAProxy was built without compression"));
    }
    if let UpstreamHost::Name(name) = site.upstream.host() {
        findings.push(Finding::warning(
            "upstream_by_name",
            format!("HAProxy looks {name} up when it starts or reloads, and keeps that address"),
            "give Jellyfin's address instead of its name",
        ));
    }
    findings
}

fn among(lines: &[String]) -> String {
    let shown = &lines[..lines.len().min(5)];
    let more = if shown.len() < lines.len() { " and others" } else { "" };
    let word = if lines.len() == 1 { "line" } else { "lines" };
    format!("{word} {}{more}", shown.join(", "))
}

/// A time is a number of milliseconds unless a unit stands behind it.
fn is_impatient(line: &Line) -> bool {
    let text = line.word(2);
    let (number, unit) = text.split_at(text.bytes().take_while(u8::is_ascii_digit).count());
    let Ok(number) = number.parse::<u64>() else { return false };
    let in_ms = match unit {
        "us" => return true,
        "" | "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return false,
    };
    number.saturating_mul(in_ms) < PATIENT_MS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxies::haproxy::syntax::{ConfigFile, Environment};

    #[test]
    fn times_are_read_with_their_units() {
        for (time, impatient) in
            [("50000", true), ("50s", true), ("5m", false), ("1h", false), ("300000", false), ("1d", false)]
        {
            let path = "/h.cfg".parse().unwrap();
            let text = format!("timeout client {time}");
            let file = ConfigFile::parse(&path, text.as_bytes(), &mut Environment::default());
            assert_eq!(is_impatient(&file.lines()[0]), impatient, "{time}");
        }
    }
}
