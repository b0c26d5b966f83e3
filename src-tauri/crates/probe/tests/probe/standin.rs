//! The stand-in Jellyfin, which answers as real ones were recorded: four versions, each state.

use std::sync::Mutex;
use std::time::Duration;

use engine::verdict::{CheckId, Code, Phase, SiteUrl, judge};
use probe::jellyfin::{await_ready, look, restart};
use probe::{Limits, Target, measure};
use standin::{Options, Running, Standin, State, Version};
use tempfile::TempDir;

use crate::stage::of;

const LONG: Duration = Duration::from_secs(30);

const VERSIONS: [Version; 4] = [Version::V10_10_6, Version::V10_10_7, Version::V10_11_11, Version::V12_0_0];

/// A stand-in, its folder and its address.
struct Stand {
    running: Running,
    folder: TempDir,
    url: SiteUrl,
}

impl Stand {
    async fn start(version: Version, change: impl FnOnce(&mut Options)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut options = Options::new(version, folder.path());
        change(&mut options);
        let running = Standin::start(options).await.expect("a stand-in");
        let url = running.url().parse().expect("an address");
        Self { running, folder, url }
    }

    fn write_network(&self, inner: &str) {
        let xml = format!("<NetworkConfiguration>{inner}</NetworkConfiguration>");
        std::fs::write(self.folder.path().join("network.xml"), xml).expect("written");
    }
}

const LOOPBACK_KNOWN: &str = "<KnownProxies><string>127.0.0.1</string></KnownProxies>";

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_makes_the_proxy_known_on_every_version() {
    for version in VERSIONS {
        let stand = Stand::start(version, |_| ()).await;
        let before = look(&stand.url, Limits::default()).await;
        assert_eq!((before.phase, before.set_up), (Phase::Ready, Some(true)), "{version}");
        assert_eq!(before.version.as_deref(), Some(version.to_string().as_str()));
        // Up to 10.10.6 an empty list means that anybody is believed.
        assert_eq!(before.trusts_proxy, Some(version == Version::V10_10_6), "{version}");

        stand.write_network(LOOPBACK_KNOWN);
        let phases = Mutex::new(Vec::new());
        let after = restart(&stand.url, LONG, |phase| phases.lock().expect("not poisoned").push(phase)).await;
        let after = after.expect("restarted");
        assert_eq!((after.phase, after.trusts_proxy), (Phase::Ready, Some(true)), "{version}");
        assert_eq!(after.id, before.id, "{version}");
        let phases = phases.into_inner().expect("not poisoned");
        assert!(phases.len() > 1 && phases.last() == Some(&Phase::Ready), "{version}: {phases:?}");
        stand.running.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_state_has_its_phase() {
    for (version, state, phase, set_up) in [
        (Version::V10_11_11, State::Ready, Phase::Ready, Some(true)),
        (Version::V10_11_11, State::NotSetUp, Phase::Ready, Some(false)),
        (Version::V10_11_11, State::Starting, Phase::Starting, None),
        (Version::V12_0_0, State::Migrating, Phase::Starting, None),
        (Version::V10_11_11, State::Loading, Phase::Loading, None),
        (Version::V10_10_7, State::Starting, Phase::Refused, None),
        (Version::V10_10_7, State::Loading, Phase::Loading, None),
    ] {
        let stand = Stand::start(version, |options| options.state = state).await;
        let seen = look(&stand.url, Limits::default()).await;
        assert_eq!((seen.phase, seen.set_up), (phase, set_up), "{version} {state:?}");
        stand.running.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_is_waited_for() {
    for version in VERSIONS {
        let settle = |options: &mut Options| {
            options.state = State::Starting;
            options.settle = Some(Duration::from_millis(300));
        };
        let stand = Stand::start(version, settle).await;
        let seen = await_ready(&stand.url, LONG, |_| ()).await.expect("ready");
        assert_eq!((seen.phase, seen.set_up), (Phase::Ready, Some(true)), "{version}");
        stand.running.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_base_path_is_read_from_the_redirect() {
    let folder = tempfile::tempdir().expect("a folder");
    let xml = "<NetworkConfiguration><BaseUrl>/jellyfin</BaseUrl></NetworkConfiguration>";
    std::fs::write(folder.path().join("network.xml"), xml).expect("written");
    let running = Standin::start(Options::new(Version::V10_11_11, folder.path())).await.expect("a stand-in");
    let url: SiteUrl = running.url().parse().expect("an address");
    for asked in [url.clone(), url.below("/other"), url.below("/jellyfin")] {
        let seen = look(&asked, Limits::default()).await;
        assert_eq!((seen.phase, seen.base_path.as_str()), (Phase::Ready, "/jellyfin"), "{asked}");
    }
    running.stop().await;
}

/// Measured as a plain site without a proxy: what Jellyfin itself must answer for a site to be healthy.
#[tokio::test(flavor = "multi_thread")]
async fn the_checks_agree_with_what_jellyfin_answers() {
    for version in VERSIONS {
        let stand = Stand::start(version, |_| ()).await;
        stand.write_network(LOOPBACK_KNOWN);
        restart(&stand.url, LONG, |_| ()).await.expect("restarted");
        let verdict = measured(&stand).await;
        for id in [
            CheckId::JellyfinDirect,
            CheckId::JellyfinSetUp,
            CheckId::JellyfinSameServer,
            CheckId::JellyfinTrustsProxy,
            CheckId::Websocket,
            CheckId::Forwarded,
            CheckId::Range,
            CheckId::UploadLimit,
            CheckId::Latency,
            CheckId::BackendState,
        ] {
            assert_eq!(of(&verdict, id).code, Code::Ok, "{version}: {:?}", of(&verdict, id));
        }
        stand.running.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn states_that_are_not_healthy_are_told() {
    for (state, id, code) in [
        (State::NotSetUp, CheckId::JellyfinSetUp, Code::JellyfinNotSetUp),
        (State::Starting, CheckId::JellyfinSetUp, Code::NotReady),
        (State::Starting, CheckId::BackendState, Code::JellyfinStarting),
        (State::Migrating, CheckId::BackendState, Code::JellyfinStarting),
        (State::Loading, CheckId::BackendState, Code::JellyfinLoading),
        (State::Ready, CheckId::JellyfinTrustsProxy, Code::ProxyNotKnown),
    ] {
        let stand = Stand::start(Version::V10_11_11, |options| options.state = state).await;
        let verdict = measured(&stand).await;
        assert_eq!(of(&verdict, id).code, code, "{state:?}: {:?}", of(&verdict, id));
        stand.running.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_refuses_visitors_from_outside_is_told() {
    let stand = Stand::start(Version::V10_11_11, |_| ()).await;
    stand.write_network(&format!("{LOOPBACK_KNOWN}<EnableRemoteAccess>false</EnableRemoteAccess>"));
    restart(&stand.url, LONG, |_| ()).await.expect("restarted");
    let verdict = measured(&stand).await;
    assert_eq!(of(&verdict, CheckId::BackendState).code, Code::RemoteAccessOff);
    stand.running.stop().await;
}

async fn measured(stand: &Stand) -> engine::verdict::Verdict {
    let mut target = Target::new(stand.url.clone());
    target.upstream = Some(stand.url.clone());
    judge(&measure(&target).await)
}
