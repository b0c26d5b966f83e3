//! A change that is called off, killed or found unhealthy leaves the machine as it was, and the sites that
//! were there before answer as they did.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use engine::host::Host;
use serde_json::Value;
use standin::Options;
use system::host::LiveHost;
use tests::{Case, DOMAIN, Ended, Jellyfin, Lab, Neighbours, ProxyTest, product};

/// Long enough for a signal to arrive while Jellyfin restarts.
const SLOW_START: Duration = Duration::from_secs(3);

/// How long an undo may take whose front is gone.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn cases() -> Vec<Case> {
    let each: &[(&str, ProxyTest)] = &[
        ("int_while_jellyfin_restarts", |proxy| called_off(proxy, "INT")),
        ("term_while_jellyfin_restarts", |proxy| called_off(proxy, "TERM")),
        ("hup_while_jellyfin_restarts", |proxy| called_off(proxy, "HUP")),
        ("int_while_it_is_looked_at", called_off_while_looking),
        ("int_while_a_starting_jellyfin_is_waited_for", called_off_while_waiting),
        ("term_to_the_root_side", root_side_told_to_end),
        ("kill_of_the_front_while_it_looks", |proxy| front_killed(proxy, "observe")),
        ("kill_of_the_front_while_jellyfin_restarts", |proxy| front_killed(proxy, "restart_jellyfin")),
        ("kill_of_the_root_side_at_each_step", root_side_killed),
        ("jellyfin_gone_before_it_is_looked_at", jellyfin_gone),
        ("jellyfin_that_does_not_learn_of_its_proxy", jellyfin_does_not_learn),
        ("two_runs_at_a_time", two_runs),
    ];
    Case::of_every_proxy("interruptions", each)
}

/// A machine with a site of somebody else's.
struct Scene {
    lab: Lab,
    neighbours: Neighbours,
    answered: Vec<String>,
}

impl Scene {
    fn with(proxy: &str, jellyfin: Jellyfin) -> Self {
        let neighbours = Neighbours::one(proxy);
        let lab = Lab::of(proxy, jellyfin);
        let answered = neighbours.answers();
        Self { lab, neighbours, answered }
    }

    fn with_slow_jellyfin(proxy: &str) -> Self {
        Self::with(proxy, Jellyfin::start(|options: &mut Options| options.pace.loading = SLOW_START))
    }

    /// Everything is as it was, and no process is left.
    #[track_caller]
    fn assert_as_before(&self) {
        self.lab.assert_as_before();
        assert!(self.lab.server.is_running());
        assert_eq!(self.neighbours.answers(), self.answered);
        assert_eq!(own_processes(), Vec::<String>::new());
    }

    /// The machine is no worse for it: the whole job works, and is undone.
    #[track_caller]
    fn assert_usable(&self) {
        self.lab.setup(&[]).expect(0);
        self.lab.undo();
    }
}

fn own_processes() -> Vec<String> {
    let processes = LiveHost::open().and_then(|host| host.processes()).unwrap();
    let names = processes.into_iter().map(|process| process.name);
    names.filter(|name| name.starts_with("jellyfin-proxy")).collect()
}

#[track_caller]
fn assert_undone(ended: Ended, code: &str) -> Value {
    let document = ended.expect(4).json();
    assert_eq!(document["undone"]["why"]["code"], code, "{document:#}");
    document
}

fn called_off(proxy: &str, signal: &str) {
    let scene = Scene::with_slow_jellyfin(proxy);
    let mut setup = scene.lab.start_setup(&[]);
    setup.until_begun(1, "restart_jellyfin");
    setup.signal(signal);
    let document = assert_undone(setup.end(), "abandoned");
    let jellyfin = document["jellyfin_afterwards"].as_str().unwrap();
    assert!(jellyfin.contains("was restarted"), "{jellyfin}");
    assert_eq!(scene.lab.jellyfin.restarts_asked(), 2, "once for the change, once for its undoing");
    scene.assert_as_before();
}

/// Without its Jellyfin the site is looked at again and again, until somebody has enough of it.
fn called_off_while_looking(proxy: &str) {
    let mut scene = Scene::with(proxy, Jellyfin::ready());
    let mut setup = scene.lab.start_setup(&[]);
    setup.until_begun(1, "check_config");
    scene.lab.jellyfin.stop();
    setup.until_begun(1, "observe");
    setup.signal("INT");
    assert_undone(setup.end(), "abandoned");
    scene.assert_as_before();
}

/// Nothing is begun yet: there is nothing to undo.
fn called_off_while_waiting(proxy: &str) {
    let scene = Scene::with(proxy, Jellyfin::in_state(standin::State::Migrating));
    let setup = scene.lab.start_setup(&[]);
    // The first look at a Jellyfin that starts takes some seconds; then it is asked again and again.
    std::thread::sleep(Duration::from_secs(5));
    setup.signal("INT");
    let ended = setup.end();
    assert_eq!(ended.status.code(), None, "the signal ends it: {ended:?}");
    assert!(ended.stderr.contains("Waiting for Jellyfin: starting"), "{ended:?}");
    scene.assert_as_before();
    assert_eq!(scene.lab.jellyfin.restarts_asked(), 0);
}

fn root_side_told_to_end(proxy: &str) {
    let scene = Scene::with_slow_jellyfin(proxy);
    let mut setup = scene.lab.start_setup(&[]);
    setup.until_begun(1, "restart_jellyfin");
    setup.signal_helper("TERM");
    assert_undone(setup.end(), "interrupted");
    scene.assert_as_before();
}

fn front_killed(proxy: &str, step: &str) {
    let scene = Scene::with_slow_jellyfin(proxy);
    let mut setup = scene.lab.start_setup(&[]);
    setup.until_begun(1, step);
    setup.signal("KILL");
    assert_eq!(setup.end().status.code(), None);
    let begin = Instant::now();
    while !own_processes().is_empty() {
        assert!(begin.elapsed() < PATIENCE, "the root side outlives its front");
        std::thread::sleep(Duration::from_millis(20));
    }
    scene.assert_as_before();
    let history = product(["history", "--json"]).expect(0).json();
    assert_eq!(history["changes"][0]["state"], "undone", "{history:#}");
    assert_eq!(history["changes"][0]["why"]["code"], "front_gone", "{history:#}");
    scene.assert_usable();
}

fn root_side_killed(proxy: &str) {
    let scene = Scene::with(proxy, Jellyfin::ready());
    let plan = product(["plan", "--json", "--proxy", proxy, "--domain", DOMAIN, "--local-ca"]).json();
    let steps = plan["steps"].as_array().unwrap().iter();
    let kinds: BTreeSet<&str> = steps.filter_map(|step| step["kind"].as_str()).collect();
    assert!(kinds.contains("restart_jellyfin"), "{plan:#}");
    for (change, kind) in (1..).zip(kinds) {
        let mut setup = scene.lab.start_setup(&[]);
        setup.until_begun(change, kind);
        setup.signal_helper("KILL");
        let ended = setup.end().expect(6);
        assert!(ended.stderr.contains("jellyfin-proxy recover"), "{ended:?}");

        let refused = scene.lab.setup(&[]).expect(6).json();
        assert_eq!(refused["error"]["code"], "recover_first", "{refused:#}");
        let refused = product(["undo", "--yes", "--json"]).expect(6).json();
        assert_eq!(refused["error"]["code"], "recover_first", "{refused:#}");
        let history = product(["history", "--json"]).expect(0).json();
        assert_eq!(history["changes"][0]["state"], "interrupted", "{history:#}");

        product(["recover", "--json"]).expect(0);
        scene.assert_as_before();
        let history = product(["history", "--json"]).expect(0).json();
        assert_eq!(history["changes"][0]["state"], "undone", "{history:#}");
        let refused = product(["recover", "--json"]).expect(3).json();
        assert_eq!(refused["error"]["code"], "nothing_to_recover", "{refused:#}");
    }
    scene.assert_usable();
}

fn jellyfin_gone(proxy: &str) {
    let mut scene = Scene::with(proxy, Jellyfin::ready());
    let mut setup = scene.lab.start_setup(&[]);
    setup.until_begun(1, "check_config");
    scene.lab.jellyfin.stop();
    let document = assert_undone(setup.end(), "upstream_unreachable");
    assert_eq!(document["check"]["verdict"], "broken", "{document:#}");
    scene.assert_as_before();
}

/// It reads its settings elsewhere, so that it restarts and knows no more than before.
fn jellyfin_does_not_learn(proxy: &str) {
    let elsewhere = "/var/lib/jellyfin-elsewhere";
    std::fs::create_dir_all(elsewhere).unwrap();
    let scene = Scene::with(proxy, Jellyfin::start(|options| options.config = elsewhere.into()));
    std::fs::create_dir_all("/etc/jellyfin-wrong").unwrap();
    let document = scene.lab.setup(&["--jellyfin-config", "/etc/jellyfin-wrong"]);
    let document = assert_undone(document, "proxy_not_known");
    let jellyfin = document["jellyfin_afterwards"].as_str().unwrap();
    assert!(jellyfin.contains("was restarted"), "{jellyfin}");
    std::fs::remove_dir("/etc/jellyfin-wrong").unwrap();
    scene.assert_as_before();
}

fn two_runs(proxy: &str) {
    let scene = Scene::with_slow_jellyfin(proxy);
    let mut setup = scene.lab.start_setup(&[]);
    setup.until_begun(1, "observe");
    let others =
        [&["setup", "--domain", "second.example.test", "--local-ca", "--yes"][..], &["undo", "--yes"]];
    for other in others {
        let refused = product([other, &["--json"]].concat()).expect(3).json();
        assert_eq!(refused["error"]["code"], "busy", "{refused:#}");
    }
    product(["history"]).expect(3);
    setup.end().expect(0);
    scene.lab.undo();
    scene.assert_as_before();
}
