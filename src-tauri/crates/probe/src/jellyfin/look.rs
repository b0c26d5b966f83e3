//! One look at a Jellyfin.

use engine::verdict::jellyfin::{believes_forwarded, stranger};
use engine::verdict::{JellyfinSeen, Phase, PublicInfo, Question, SiteUrl};
use url::Url;

use crate::deadline::Deadline;
use crate::http::get;
use crate::origin::Origin;
use crate::target::Limits;
use crate::{direct, origin};

/// Looks at a Jellyfin once, below the URL's base path or the one to which it redirects from there.
pub async fn look(upstream: &SiteUrl, limits: Limits) -> JellyfinSeen {
    see(upstream, Deadline::begin(limits)).await
}

/// The same, within the bounds of a longer job.
pub(crate) async fn see(upstream: &SiteUrl, deadline: Deadline) -> JellyfinSeen {
    let (phase, origin) = phase(upstream, deadline).await;
    let seen = direct::look(&origin).await;
    let info = seen.info.answer().and_then(|answer| PublicInfo::parse(&answer.body));
    let stranger = stranger(&seen.info).filter(|_| [Phase::Ready, Phase::NotJellyfin].contains(&phase));
    // Being healthy makes no Jellyfin of anybody.
    let phase = if stranger.is_some() { Phase::NotJellyfin } else { phase };
    JellyfinSeen {
        phase,
        id: info.as_ref().map(|info| info.id.clone()),
        version: info.as_ref().map(|info| info.version.clone()),
        // Only what a ready server says counts.
        set_up: info.and_then(|info| info.set_up).filter(|_| phase == Phase::Ready),
        base_path: origin.url.base_path().to_owned(),
        trusts_proxy: seen.web_forwarded.answer().and_then(believes_forwarded),
        stranger,
    }
}

/// Where a Jellyfin is in its life, and below which base path it was asked at last.
pub(crate) async fn phase(upstream: &SiteUrl, deadline: Deadline) -> (Phase, Origin) {
    let origin = origin::Origin { url: upstream.clone(), address: None, deadline };
    let (phase, target) = ask(&origin).await;
    // One redirect and no more: the base path it names either answers or is told as it is.
    match target.filter(|target| phase == Phase::Elsewhere && target != upstream) {
        None => (phase, origin),
        Some(url) => {
            let origin = Origin { url, ..origin };
            (ask(&origin).await.0, origin)
        }
    }
}

async fn ask(origin: &Origin) -> (Phase, Option<SiteUrl>) {
    let answer = get(origin, &origin.url.path("/health"), &[]).await;
    let target = answer.as_ref().ok().and_then(|answer| base_of(&origin.url, answer.location.as_deref()?));
    // It was asked, so there is a phase.
    (Phase::of_question(&Question::from(answer)).unwrap_or(Phase::Silent), target)
}

/// The base path to which Jellyfin redirects: `/jellyfin/health`, or relative and ending in `web/`.
fn base_of(asked: &SiteUrl, location: &str) -> Option<SiteUrl> {
    let target = Url::parse(&format!("{asked}/health")).ok()?.join(location).ok()?;
    let path = target.path();
    let base = path.strip_suffix("/health").or_else(|| path.strip_suffix("/web/"))?;
    (target.host_str() == Some(&asked.host())).then(|| asked.below(base))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_path_is_read_from_the_redirect() {
        for (asked, location, base) in [
            ("http://127.0.0.1:8096", "/jellyfin/health", Some("/jellyfin")),
            ("http://127.0.0.1:8096", "jellyfin/web/", Some("/jellyfin")),
            ("http://127.0.0.1:8096/other", "../jellyfin/web/", Some("/jellyfin")),
            ("http://127.0.0.1:8096", "https://127.0.0.1:8920/health", Some("")),
            ("http://127.0.0.1:8096", "https://elsewhere.example/x/health", None),
            ("http://127.0.0.1:8096", "/login", None),
        ] {
            let asked: SiteUrl = asked.parse().expect(asked);
            let found = base_of(&asked, location);
            assert_eq!(found.as_ref().map(SiteUrl::base_path), base, "{location}");
        }
    }
}
