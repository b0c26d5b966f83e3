//! What a Jellyfin says of itself without a login.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::answer::Answer;
use super::culprit::Culprit;
use super::phase::Phase;
use super::trouble::Question;

/// `/System/Info/Public`, cut to what is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicInfo {
    /// The server's identity: the same whichever way it is asked.
    pub id: String,
    /// Such as `10.11.11`.
    pub version: String,
    /// Whether its first-run wizard was finished. `None` while it starts: the start-up server says
    /// "not finished" of every server.
    pub set_up: Option<bool>,
    /// Whether the start-up server wrote it: it spells the names in camelCase.
    pub from_startup: bool,
}

impl PublicInfo {
    /// Reads the JSON, whatever the case of its names; `None` when it is not that of a Jellyfin.
    #[must_use]
    pub fn parse(body: &str) -> Option<Self> {
        let fields: Map<String, Value> = serde_json::from_str(body).ok()?;
        let field = |name: &str| {
            fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
        };
        let product = field("ProductName")?.as_str()?;
        let id = field("Id")?.as_str()?;
        if !product.starts_with("Jellyfin") || id.is_empty() {
            return None;
        }
        let from_startup = !fields.contains_key("Id");
        let finished = field("StartupWizardCompleted").and_then(Value::as_bool);
        Some(Self {
            id: id.to_owned(),
            version: field("Version").and_then(Value::as_str).unwrap_or_default().to_owned(),
            set_up: finished.filter(|_| !from_startup),
            from_startup,
        })
    }
}

/// Whether Jellyfin believed the forwarded headers of a direct question for `/web`, by where its redirect
/// leads; `None` when the answer does not tell. Observed on 10.10.6 to 12.0.
#[must_use]
pub fn believes_forwarded(web: &Answer) -> Option<bool> {
    let (scheme, _) = web.location.as_deref()?.split_once("://")?;
    match (web.status, scheme) {
        (301, "https") => Some(true),
        (301, "http") => Some(false),
        // It requires https and sends away whom it does not know to use it.
        (307, "https") => Some(false),
        _ => None,
    }
}

/// What was seen of a Jellyfin asked directly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JellyfinSeen {
    /// Where it is in its life.
    pub phase: Phase,
    /// Its identity, once it tells.
    pub id: Option<String>,
    /// Its version, once it tells.
    pub version: Option<String>,
    /// Whether its first-run wizard was finished; `None` until a ready server tells.
    pub set_up: Option<bool>,
    /// Its base path, empty or such as `/jellyfin`: the one asked, or the one it redirected to.
    pub base_path: String,
    /// Whether it believes forwarded headers from this machine; `None` when it could not be told.
    pub trusts_proxy: Option<bool>,
    /// What was answered where a Jellyfin says who it is, by somebody who is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stranger: Option<String>,
}

/// What was answered for `/System/Info/Public` by somebody who is no Jellyfin: another application may well
/// say `Healthy` of itself, as ASP.NET's health checks do, whose word it is.
#[must_use]
pub fn stranger(info: &Question<Answer>) -> Option<String> {
    let answer = info.answer().filter(|answer| PublicInfo::parse(&answer.body).is_none())?;
    match Culprit::of(answer) {
        Culprit::Jellyfin | Culprit::StartupServer => None,
        Culprit::Proxy | Culprit::OtherSite => Some(answer.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::trouble::Trouble;

    #[test]
    fn who_is_no_jellyfin_is_told_by_what_he_says() {
        let answered = |status, body: &str, response_time| {
            let server = Some("Kestrel".to_owned());
            let body = body.to_owned();
            Question::Answered(Answer { status, body, response_time, server, ..Answer::default() })
        };
        let jellyfin = r#"{"ProductName":"Jellyfin Server","Id":"abc","Version":"10.11.11"}"#;
        for (info, said) in [
            (answered(200, jellyfin, true), None),
            (answered(500, "", true), None),
            (answered(404, "", false), Some("status 404 (Kestrel)")),
            (answered(200, "Hello", false), Some("status 200 (Kestrel)")),
            (
                answered(200, r#"{"ProductName":"Emby Server","Id":"abc"}"#, false),
                Some("status 200 (Kestrel)"),
            ),
            (Question::Failed(Trouble::TimedOut), None),
            (Question::NotAsked, None),
        ] {
            assert_eq!(stranger(&info).as_deref(), said, "{info:?}");
        }
    }

    #[test]
    fn public_info_is_read_in_both_spellings() {
        let ready = r#"{"LocalAddress":"http://127.0.0.1:8096","ServerName":"s","Version":"10.11.11",
            "ProductName":"Jellyfin Server","OperatingSystem":"","Id":"abc","StartupWizardCompleted":false}"#;
        let info = PublicInfo::parse(ready).expect("a ready server");
        assert_eq!((info.id.as_str(), info.version.as_str()), ("abc", "10.11.11"));
        assert_eq!((info.set_up, info.from_startup), (Some(false), false));

        let starting = r#"{"version":"10.11.11","productName":"Jellyfin Server","id":"abc",
            "startupWizardCompleted":false}"#;
        let info = PublicInfo::parse(starting).expect("a starting server");
        assert_eq!((info.set_up, info.from_startup), (None, true));
    }

    #[test]
    fn other_answers_are_no_public_info() {
        for body in ["", "<html>", "{}", r#"{"ProductName":"Emby Server","Id":"1"}"#, "[1]"] {
            assert_eq!(PublicInfo::parse(body), None, "{body}");
        }
    }
}
