//! The helper's program, as the front starts it, on a tree with an nginx in it.

// Tests and what they share; the compiler tells only the former as such.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Stdio};

use engine::request::{CertificateForm, KnownProxies, SetupForm};
use helper::client::{Client, Patience, RootBy};
use helper::journal::ReceiptState;
use helper::protocol::{Look, Order, Report, ServerAfter};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_jellyfin-proxy-helper");
const NGINX_CONF: &str =
    "events {}\nhttp {\n  include /etc/nginx/conf.d/*.conf;\n  include /etc/nginx/sites-enabled/*;\n}\n";

fn tree() -> TempDir {
    let tree = tempfile::tempdir().unwrap();
    for folder in ["etc/nginx/conf.d", "etc/nginx/sites-available", "etc/nginx/sites-enabled", "usr/sbin"] {
        std::fs::create_dir_all(tree.path().join(folder)).unwrap();
    }
    for (file, content) in [
        ("etc/nginx/nginx.conf", NGINX_CONF),
        ("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n"),
        ("usr/sbin/nginx", ""),
    ] {
        std::fs::write(tree.path().join(file), content).unwrap();
    }
    use std::os::unix::fs::PermissionsExt;
    let runnable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(tree.path().join("usr/sbin/nginx"), runnable).unwrap();
    tree
}

fn form() -> SetupForm {
    SetupForm {
        proxy: Some("nginx".to_owned()),
        domain: "media.example.test".to_owned(),
        certificate: CertificateForm::LocalCa,
        known_proxies: KnownProxies::Leave,
        ..SetupForm::default()
    }
}

struct Front(Client);

impl Front {
    fn start(root: &Path) -> Self {
        Self(
            Client::start(Path::new(PROGRAM), Some(root), RootBy::Already, Patience::default(), &|| false)
                .unwrap(),
        )
    }

    fn ask(&mut self, order: &Order) -> Report {
        self.0.send(order).unwrap();
        self.end()
    }

    fn end(&mut self) -> Report {
        loop {
            match self.0.receive().unwrap() {
                Report::Progress(_) | Report::WayBack { .. } => {}
                other => return other,
            }
        }
    }

    fn plan(&mut self, form: SetupForm) -> Report {
        self.ask(&Order::Plan { form: Box::new(form), proxy_version: "1.22.1".parse().ok() })
    }
}

#[test]
fn a_site_is_set_up_once_and_taken_away() {
    let tree = tree();
    let mut front = Front::start(tree.path());
    let Report::Planned { view } = front.plan(form()) else { panic!("no plan") };
    let plan_id = view.plan_id.unwrap().parse().unwrap();
    let report = front.ask(&Order::Apply { plan_id });
    assert!(
        matches!(&report, Report::Done { receipt } if receipt.state == ReceiptState::Active),
        "{report:?}"
    );
    let enabled = tree.path().join("etc/nginx/sites-enabled");
    assert_eq!(std::fs::read_dir(&enabled).unwrap().count(), 1);
    assert!(tree.path().join("etc/jellyfin-proxy/ca/ca.crt").is_file());
    let Report::Planned { view } = front.plan(form()) else { panic!("no second plan") };
    assert!(view.steps.is_empty(), "planning twice is no second change: {:?}", view.steps);
    match front.ask(&Order::Undo { id: None, overwrite: false }) {
        Report::Undone(undone) => assert_eq!(undone.server, ServerAfter::Untouched {}),
        other => panic!("{other:?}"),
    }
    assert_eq!(std::fs::read_dir(&enabled).unwrap().count(), 0);
    assert!(!tree.path().join("etc/jellyfin-proxy").exists());
}

#[test]
fn what_makes_no_sense_is_told_by_field() {
    let tree = tree();
    let mut front = Front::start(tree.path());
    let bad = SetupForm { domain: "a.test; }".to_owned(), ..form() };
    match front.plan(bad) {
        Report::FieldProblems { problems } => assert_eq!(problems[0].field, "domain"),
        other => panic!("{other:?}"),
    }
    let haproxy = SetupForm { proxy: Some("haproxy".to_owned()), ..form() };
    assert!(!matches!(front.plan(haproxy), Report::Planned { .. }), "there is none in this tree");
}

#[test]
fn contents_of_files_stay_on_the_root_side() {
    let tree = tree();
    let mut front = Front::start(tree.path());
    let look = Look { proxy_version: "1.22.1".parse().ok(), ..Look::default() };
    let report = front.ask(&Order::Inspect { look });
    let said = serde_json::to_string(&report).unwrap();
    assert!(said.contains("/etc/nginx/nginx.conf") && !said.contains("sites-enabled/*;"), "{said}");
}

#[test]
fn it_is_started_by_the_front_only() {
    for arguments in [&["--help"][..], &["--root"], &["--root", "/", "more"], &["--root", "/not/there"]] {
        let status = Command::new(PROGRAM)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(!status.success(), "{arguments:?}");
    }
}
