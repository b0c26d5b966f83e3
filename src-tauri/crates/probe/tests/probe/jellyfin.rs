//! Looking at a Jellyfin, waiting for it, restarting it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use engine::verdict::{Phase, SiteUrl};
use probe::Limits;
use probe::jellyfin::{RestartError, await_ready, look, restart};

use crate::fake::{Act, Fake, Request};
use crate::jellyfin_like::{ID, Visit, answer, marked, other, to};

const LONG: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(300);

/// What `/health` answers, once each, the last one for ever; everything else is as when ready.
async fn scripted(script: Vec<Act>) -> (Fake, SiteUrl) {
    let next = AtomicUsize::new(0);
    serve(move |request| match request.path.as_str() {
        "/health" if request.field("x-forwarded-for").is_none() => {
            script[next.fetch_add(1, Ordering::Relaxed).min(script.len() - 1)].clone()
        }
        "/System/Restart" => marked(204, ""),
        _ => ready(request, ""),
    })
    .await
}

async fn serve(handler: impl Fn(&Request) -> Act + Send + Sync + 'static) -> (Fake, SiteUrl) {
    let fake = Fake::start("127.0.0.1:0", None, Arc::new(handler)).await;
    let url = format!("http://{}", fake.address).parse().expect("a site");
    (fake, url)
}

fn ready(request: &Request, base_path: &'static str) -> Act {
    let scheme = if request.field("x-forwarded-proto").is_some() { "https" } else { "http" };
    let host = request.field("host").unwrap_or_default().to_owned();
    answer(request, &Visit { scheme, host, base_path })
}

fn healthy() -> Act {
    marked(200, "Healthy")
}

fn loading() -> Act {
    marked(503, "Jellyfin Server is loading. Please try again shortly.")
}

#[tokio::test]
async fn a_look_tells_what_is_there() {
    let (_fake, url) = scripted(vec![healthy()]).await;
    let seen = look(&url, Limits::default()).await;
    assert_eq!(
        (seen.phase, seen.id.as_deref(), seen.version.as_deref()),
        (Phase::Ready, Some(ID), Some("10.11.11"))
    );
    assert_eq!((seen.set_up, seen.trusts_proxy, seen.base_path.as_str()), (Some(true), Some(true), ""));
}

#[tokio::test]
async fn an_upstream_may_have_a_name() {
    let (_fake, url) = scripted(vec![healthy()]).await;
    let named = url.to_string().replace("127.0.0.1", "localhost").parse().expect("a site");
    assert_eq!(look(&named, Limits::default()).await.phase, Phase::Ready);
}

#[tokio::test]
async fn the_base_path_is_found() {
    let (_fake, url) = serve(|request| match request.path.as_str() {
        "/health" => to(302, "/jellyfin/health", false),
        _ => ready(request, "/jellyfin"),
    })
    .await;
    let seen = look(&url, Limits::default()).await;
    assert_eq!((seen.phase, seen.base_path.as_str()), (Phase::Ready, "/jellyfin"));
    assert_eq!(seen.id.as_deref(), Some(ID));
}

#[tokio::test]
async fn a_starting_server_is_not_called_unfinished() {
    let info =
        r#"{"id":"a","version":"10.11.11","productName":"Jellyfin Server","startupWizardCompleted":false}"#;
    let (_fake, url) = serve(move |request| match request.path.as_str() {
        "/health" => other(200, "Degraded"),
        _ => other(200, info),
    })
    .await;
    let seen = look(&url, Limits::default()).await;
    assert_eq!((seen.phase, seen.set_up, seen.trusts_proxy), (Phase::Starting, None, None));
}

#[tokio::test]
async fn waiting_reports_each_phase_once() {
    let script =
        vec![Act::Close, Act::Close, other(200, "Degraded"), other(200, "Degraded"), loading(), healthy()];
    let (_fake, url) = scripted(script).await;
    let phases = Mutex::new(Vec::new());
    let seen = await_ready(&url, LONG, |phase| phases.lock().expect("one thread").push(phase)).await;
    assert_eq!(seen.expect("ready").phase, Phase::Ready);
    let expected = [Phase::Refused, Phase::Starting, Phase::Loading, Phase::Ready];
    assert_eq!(*phases.lock().expect("one thread"), expected);
}

#[tokio::test]
async fn waiting_ends_when_the_time_is_over_or_waiting_cannot_help() {
    for (act, within, last) in [
        (loading(), SHORT, Phase::Loading),
        (marked(503, "Unhealthy"), SHORT, Phase::Unhealthy),
        (other(200, "<html>It works!"), LONG, Phase::NotJellyfin),
        (marked(503, ""), LONG, Phase::Filtered),
        (marked(404, ""), LONG, Phase::Elsewhere),
    ] {
        let (_fake, url) = scripted(vec![act]).await;
        let error = await_ready(&url, within, |_| ()).await.expect_err("never ready");
        assert_eq!(error.last, last);
    }
}

/// The old server goes on saying `Healthy` after it took the request: it is not mistaken for the new one.
#[tokio::test]
async fn a_restart_sees_the_old_server_go() {
    let gone = [Act::Close, Act::Close];
    let script = [healthy(), healthy(), healthy()].into_iter().chain(gone).chain([loading(), healthy()]);
    let (_fake, url) = scripted(script.collect()).await;
    let phases = Mutex::new(Vec::new());
    let seen = restart(&url, LONG, |phase| phases.lock().expect("one thread").push(phase)).await;
    assert_eq!(seen.expect("restarted").phase, Phase::Ready);
    let expected = [Phase::Ready, Phase::Refused, Phase::Loading, Phase::Ready];
    assert_eq!(*phases.lock().expect("one thread"), expected);
}

#[tokio::test]
async fn a_restart_that_does_not_happen_is_told() {
    let code = |result: Result<_, RestartError>| {
        result.map(|_: engine::verdict::JellyfinSeen| ()).map_err(|e| e.code())
    };

    let elsewhere = "http://192.0.2.1:8096".parse().expect("a site");
    assert_eq!(code(restart(&elsewhere, SHORT, |_| ()).await), Err("restart_not_local"));

    let (_fake, url) = scripted(vec![other(200, "Degraded")]).await;
    assert_eq!(code(restart(&url, SHORT, |_| ()).await), Err("restart_not_ready"));

    let (_fake, url) = scripted(vec![healthy()]).await;
    assert_eq!(code(restart(&url, SHORT, |_| ()).await), Err("restart_did_not_go"));

    let (_fake, url) = scripted(vec![healthy(), healthy(), loading()]).await;
    assert_eq!(code(restart(&url, SHORT, |_| ()).await), Err("restart_did_not_return"));

    let (_fake, url) = serve(|request| match request.path.as_str() {
        "/System/Restart" => marked(401, ""),
        _ => ready(request, ""),
    })
    .await;
    assert_eq!(code(restart(&url, SHORT, |_| ()).await), Err("restart_refused"));

    let (_fake, url) = serve(|request| match request.path.as_str() {
        "/System/Restart" => Act::Gibberish,
        _ => ready(request, ""),
    })
    .await;
    assert_eq!(code(restart(&url, SHORT, |_| ()).await), Err("restart_unanswered"));
}

/// ASP.NET's own health check says the same word.
#[tokio::test]
async fn who_is_healthy_and_no_jellyfin_is_told() {
    let (_fake, url) = serve(|request| match request.path.as_str() {
        "/health" => other(200, "Healthy"),
        _ => other(404, "<html>Nothing here"),
    })
    .await;
    let seen = look(&url, Limits::default()).await;
    assert_eq!((seen.phase, seen.id.as_deref()), (Phase::NotJellyfin, None));
    assert_eq!(seen.stranger.as_deref(), Some("status 404"));
}
