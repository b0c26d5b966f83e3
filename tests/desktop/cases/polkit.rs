//! The root side by polkit: its own daemon and rules, in a sandbox with the application installed as its package
//! does it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use tests::{Case, DOMAIN, Lab};

use desktop_tests::{APPLICATION, Agent, Desktop, Person, Polkit, Window, until, way};

const POLICY: &str = include_str!("../../../packaging/polkit/org.jellyfinproxy.wizard.policy");
const HELPER: &str = "/usr/lib/jellyfin-proxy/helper";
const INSTALLED: &str = "/usr/bin/jellyfin-proxy-wizard";

pub(crate) fn cases() -> Vec<Case> {
    let cases: [(&str, fn()); 7] = [
        ("sets_up_and_undoes", sets_up_and_undoes),
        ("is_refused", is_refused),
        ("nobody_asks", nobody_asks),
        ("password_is_not_given", password_is_not_given),
        ("question_is_taken_away", question_is_taken_away),
        ("helper_is_missing", helper_is_missing),
        ("helper_is_killed", helper_is_killed),
    ];
    cases.into_iter().map(|(name, test)| Case::new(format!("polkit::{name}"), test).with_polkit()).collect()
}

/// A machine with the application installed, and polkit, of which it asks root.
struct Machine {
    lab: Lab,
    desktop: Desktop,
    _polkit: Polkit,
}

impl Machine {
    /// With this answer of an administrator's rule; without one somebody has to ask for the password.
    fn with(answer: Option<&str>) -> Self {
        let lab = Lab::with("nginx");
        install(&tests::program(APPLICATION), INSTALLED);
        install(&tests::program("jellyfin-proxy-helper"), HELPER);
        let policies = "/usr/share/polkit-1/actions/org.jellyfinproxy.wizard.policy";
        fs::write(policies, POLICY).unwrap();
        let polkit = Polkit::started(answer);
        let mut lab = lab;
        lab.take_as_before();
        Self { lab, desktop: Desktop::of_nobody(), _polkit: polkit }
    }

    /// The wizard at the review, with everything answered.
    fn review(&self, test: &str) -> Window {
        let window = Window::open(&self.desktop, test, INSTALLED, &[]);
        way::to_the_review(&window, "nginx", Some(DOMAIN));
        window
    }

    fn assert_nothing_done(&self) {
        self.lab.assert_as_before();
        assert!(!Path::new("/var/lib/jellyfin-proxy/changes").exists());
    }
}

fn install(program: &Path, place: &str) {
    fs::create_dir_all(Path::new(place).parent().unwrap()).unwrap();
    fs::copy(program, place).unwrap();
    fs::set_permissions(place, PermissionsExt::from_mode(0o755)).unwrap();
}

/// Agrees to what is shown; root sees more than the user, and then it is agreed to once more.
fn agree(window: &Window) {
    window.press("Set it up");
    let shown = window.until_any(&[
        "With the password more can be seen, and the plan became another one.",
        "Setting it up",
        "All is well",
    ]);
    if shown.starts_with("With the password") {
        window.picture("other-plan");
        window.press("Go back");
        window.until("This will change");
        window.press("Set it up");
    }
}

fn sets_up_and_undoes() {
    let machine = Machine::with(Some("YES"));
    let window = machine.review("polkit-yes");
    agree(&window);
    window.until("All is well");
    window.picture("healthy");
    way::undo(&window);
    machine.lab.assert_as_before();
}

fn is_refused() {
    let machine = Machine::with(Some("NO"));
    let window = machine.review("polkit-no");
    window.press("Set it up");
    window.until("It was not done");
    window.until_words("You may not change this computer, or the password was wrong.");
    window.picture("refused");
    window.press("Back to the plan");
    window.until("This will change");
    machine.assert_nothing_done();
}

fn nobody_asks() {
    let machine = Machine::with(None);
    let window = machine.review("polkit-no-agent");
    window.press("Set it up");
    window.until("It was not done");
    window.until_words("No window could ask for the password here.");
    window.picture("no-agent");
    machine.assert_nothing_done();
}

/// The person closes the window that asks.
fn password_is_not_given() {
    let machine = Machine::with(None);
    let window = machine.review("polkit-dismissed");
    let agent = Agent::of(&window.application(), Person::Dismisses);
    window.press("Set it up");
    window.until("It was not done");
    window.until_words("The password was not given, so nothing was changed.");
    window.picture("dismissed");
    let [question] = &agent.asked()[..] else { panic!("asked: {:?}", agent.asked()) };
    assert!(question.contains("change the web server's configuration"), "{question}");
    machine.assert_nothing_done();
    window.press("Back to the plan");
    window.until("This will change");
}

/// The person changes their mind while the window asks: calling off in the wizard takes it away.
fn question_is_taken_away() {
    let machine = Machine::with(None);
    let window = machine.review("polkit-taken-away");
    let agent = Agent::of(&window.application(), Person::Hesitates);
    window.press("Set it up");
    until("the question", || !agent.asked().is_empty());
    window.picture("asked");
    window.press("Cancel");
    window.until("Everything is as it was");
    window.until_words("It was called off before anything was changed.");
    window.picture("taken-away");
    until("an empty desktop", || agent.asked().is_empty());
    machine.assert_nothing_done();
}

fn helper_is_missing() {
    let machine = Machine::with(Some("YES"));
    fs::remove_file(HELPER).unwrap();
    let window = machine.review("polkit-no-helper");
    window.press("Set it up");
    window.until("It was not done");
    window.until_words("The part of this program that changes the system is missing.");
    window.picture("no-helper");
    machine.assert_nothing_done();
}

/// Whatever ends it in the middle: what it left is put back at a click.
fn helper_is_killed() {
    let machine = Machine::with(Some("YES"));
    let window = machine.review("polkit-killed");
    agree(&window);
    until("a written site", || !machine.lab.differences().is_empty());
    let helper = process_of(HELPER).expect("the helper runs");
    assert!(Command::new("kill").args(["-KILL", &helper]).status().unwrap().success());
    window.until("It was not done");
    window.picture("killed");
    assert!(!machine.lab.differences().is_empty(), "it was killed too late");
    window.press("Put it back now");
    window.until("Everything is as it was");
    window.picture("put-back");
    machine.lab.assert_as_before();
}

fn process_of(program: &str) -> Option<String> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let mut running = processes.filter(|process| {
        fs::read_link(process.path().join("exe")).is_ok_and(|exe| exe == Path::new(program))
    });
    running.next().map(|process| process.file_name().to_string_lossy().into_owned())
}
