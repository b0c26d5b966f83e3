//! Where plain http leads.

use url::Url;

use super::finding::Finding;
use crate::verdict::answer::Answer;
use crate::verdict::code::Code;
use crate::verdict::culprit::Culprit;
use crate::verdict::observations::{Observations, REDIRECT_PATH};
use crate::verdict::site_url::SiteUrl;
use crate::verdict::trouble::Question;

/// `http.redirect`.
pub(super) fn redirect(seen: &Observations) -> Finding {
    if !seen.url.tls() {
        return Finding::unseen(Code::PlainHttp);
    }
    let Some(http_port) = seen.http_port else { return Finding::unseen(Code::NoHttpPort) };
    let page = match &seen.redirect.page {
        Question::NotAsked => return Finding::unseen(Code::NotReached),
        Question::Failed(trouble) => return Finding::new(Code::RedirectMissing, trouble.to_string()),
        Question::Answered(page) => page,
    };
    let asked = seen.url.in_plain(http_port);
    let code = match target(page) {
        None if Culprit::of(page) == Culprit::Jellyfin => Code::PlainHttpServed,
        None => Code::RedirectMissing,
        Some(location) => match judge_target(location, &asked, &seen.url) {
            Code::Ok => judge_others(seen, &asked),
            code => code,
        },
    };
    Finding::new(code, format!("{asked}{REDIRECT_PATH} answers {page}"))
}

/// The target of a redirect.
fn target(answer: &Answer) -> Option<&str> {
    answer.location.as_deref().filter(|_| (300..400).contains(&answer.status))
}

fn judge_target(location: &str, asked: &SiteUrl, site: &SiteUrl) -> Code {
    if loses_slash(location, site) {
        return Code::RedirectSlashLost;
    }
    let Some(target) = resolve(location, asked, REDIRECT_PATH) else { return Code::RedirectWrongHost };
    if target.host_str() != Some(&site.host()) {
        return Code::RedirectWrongHost;
    }
    if target.scheme() != "https" {
        return Code::RedirectNotHttps;
    }
    if target.port_or_known_default() != Some(site.port()) {
        return Code::RedirectWrongPort;
    }
    let path = &target[url::Position::BeforePath..];
    if path == site.path(REDIRECT_PATH) { Code::Ok } else { Code::RedirectWrongPath }
}

/// The other two questions, judged once the ordinary one is well.
fn judge_others(seen: &Observations, asked: &SiteUrl) -> Code {
    let answer = |question: &'_ Question<Answer>| question.answer().and_then(target).map(str::to_owned);
    let leads_away = answer(&seen.redirect.doubled_slash)
        .is_some_and(|to| resolve(&to, asked, "/").is_none_or(|to| to.host_str() != Some(&asked.host())));
    if leads_away {
        return Code::RedirectOpen;
    }
    match answer(&seen.redirect.challenge) {
        Some(to) if to.starts_with("https:") => Code::AcmeRedirected,
        Some(_) | None => Code::Ok,
    }
}

/// Whether the path follows host and port without a slash: `https://jf.testweb/index.html`.
fn loses_slash(location: &str, site: &SiteUrl) -> bool {
    let host = format!("https://{}", site.host());
    let Some(rest) = location.to_ascii_lowercase().strip_prefix(&host).map(str::to_owned) else {
        return false;
    };
    let rest = rest
        .strip_prefix(':')
        .map_or(rest.as_str(), |port| port.trim_start_matches(|c: char| c.is_ascii_digit()));
    !rest.is_empty() && !rest.starts_with(['/', '?', '#'])
}

fn resolve(location: &str, asked: &SiteUrl, path: &str) -> Option<Url> {
    Url::parse(&format!("{asked}{path}")).ok()?.join(location).ok()
}
