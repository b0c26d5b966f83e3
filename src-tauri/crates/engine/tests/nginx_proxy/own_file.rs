use engine::host::ToolCall;
use engine::plan::Step;
use engine::proxies::Reload;
use engine::request::SetupForm;
use testkit::FolderHost;

use crate::machine::{applied, codes, form, planned, text, trixie};

const FILE: &str = "/etc/nginx/sites-available/zz-jellyfin-jellyfin.example.com.conf";
const LINK: &str = "/etc/nginx/sites-enabled/zz-jellyfin-jellyfin.example.com.conf";

fn kinds(host: &FolderHost, form: &SetupForm) -> Vec<&'static str> {
    planned(host, form).unwrap().steps.iter().map(Step::kind).collect()
}

#[test]
fn a_debian_machine_gets_a_file_and_a_link() {
    let plan = planned(&trixie(), &form()).unwrap();
    let paths: Vec<_> = plan.steps.iter().filter_map(Step::path).map(ToString::to_string).collect();
    assert!(paths.ends_with(&[FILE.to_owned(), LINK.to_owned()]), "{paths:?}");
    let told: Vec<_> = plan.steps.iter().map(Step::kind).collect();
    assert_eq!(
        told[told.len() - 6..],
        ["write_file", "link", "check_config", "reload", "observe", "observe"]
    );
    let by_signal = Reload::Call(ToolCall::new(&"/usr/sbin/nginx".parse().unwrap(), &["-s", "reload"]));
    assert!(plan.steps.contains(&Step::Reload { how: by_signal }));
    let systemd = trixie().folder("/run/systemd/system").program("systemctl", "/usr/bin/systemctl");
    let systemd = systemd.answers("/usr/bin/systemctl is-active nginx", 0, "active\n", "");
    let by_manager =
        Reload::Call(ToolCall::new(&"/usr/bin/systemctl".parse().unwrap(), &["reload", "nginx"]));
    assert!(planned(&systemd, &form()).unwrap().steps.contains(&Step::Reload { how: by_manager }));
}

#[test]
fn planning_twice_changes_nothing_more() {
    let conf_d = trixie().file("/etc/nginx/nginx.conf", "events {} http { include conf.d/*.conf; }");
    let bare = trixie()
        .without("/var/www")
        .without("/etc/nginx/sites-available")
        .without("/etc/nginx/sites-enabled");
    for host in [trixie(), conf_d, bare] {
        for form in [form(), SetupForm { base_path: Some("/media".to_owned()), hsts: true, ..form() }] {
            let plan = planned(&host, &form).unwrap();
            assert!(!plan.steps.is_empty());
            assert_eq!(kinds(&applied(host.clone(), &plan), &form), Vec::<&str>::new());
        }
    }
}

#[test]
fn a_machine_without_a_web_root_gets_one() {
    let plan = planned(&trixie().without("/var/www"), &form()).unwrap();
    let made: Vec<_> = plan
        .steps
        .iter()
        .filter(|step| step.kind() == "make_folder")
        .filter_map(Step::path)
        .map(|p| p.as_str())
        .collect();
    assert!(made.ends_with(&["/var/www", "/var/www/html"]), "{made:?}");
    let other = trixie().without("/var/www").folder("/usr/share/nginx/html");
    assert!(text(&planned(&other, &form()).unwrap()).contains("root /usr/share/nginx/html;"));
}

#[test]
fn a_change_by_hand_is_told_before_it_is_replaced() {
    let plan = planned(&trixie(), &form()).unwrap();
    let (host, written) = (applied(trixie(), &plan), text(&plan));
    let edited = host.clone().file(FILE, written.replace("keepalive 32", "keepalive 8"));
    let again = planned(&edited, &form()).unwrap();
    assert!(codes(&again).contains(&"managed_block_edited"));
    assert_eq!(text(&again), written);

    // What stands outside the marks is the administrator's.
    let own = format!("# mine\n{written}\n# mine too \n");
    let beside = host.file(FILE, &own);
    assert_eq!(kinds(&beside, &form()), Vec::<&str>::new());
    let other = planned(&beside, &SetupForm { hsts: true, ..form() }).unwrap();
    assert!(!codes(&other).contains(&"managed_block_edited"));
    let text = text(&other);
    assert!(
        text.starts_with("# mine\n# jellyfin-proxy begin") && text.ends_with("\n\n# mine too \n"),
        "{text}"
    );
}

#[test]
fn a_file_of_somebody_elses_is_never_replaced() {
    let plan = planned(&trixie(), &form()).unwrap();
    let host = applied(trixie(), &plan);
    let endless: String = text(&plan).lines().take(5).map(|line| format!("{line}\n")).collect();
    for host in [
        trixie().file(FILE, "# mine\n"),
        trixie().file(LINK, "# mine\n"),
        trixie().file("/srv/x", "# mine\n").link(LINK, "/srv/x"),
        trixie().folder(FILE),
        host.file(FILE, endless.replace(['{', '}'], "")),
    ] {
        let refusal = planned(&host, &form()).unwrap_err();
        assert_eq!(refusal.code(), "config_not_understood");
        assert!(refusal.to_string().contains("jellyfin.example.com.conf:1: "), "{refusal}");
    }
}

#[test]
fn a_site_that_was_moved_is_not_written_twice() {
    let plan = planned(&trixie(), &form()).unwrap();
    let moved = trixie().file("/etc/nginx/conf.d/media.conf", text(&plan));
    let refusal = planned(&moved, &form()).unwrap_err();
    assert_eq!(refusal.code(), "name_taken");
    assert!(refusal.to_string().contains("/etc/nginx/conf.d/media.conf"), "{refusal}");
}

#[test]
fn a_renamed_file_and_a_relative_link_are_known_again() {
    let plan = planned(&trixie(), &form()).unwrap();
    let host = trixie()
        .file("/etc/nginx/sites-available/10-jellyfin-media.conf", text(&plan))
        .link("/etc/nginx/sites-enabled/10-jellyfin-media.conf", "../sites-available/10-jellyfin-media.conf");
    let again = planned(&host, &SetupForm { hsts: true, ..form() }).unwrap();
    let written: Vec<_> =
        again.steps.iter().filter(|step| step.kind() == "write_file").filter_map(Step::path).collect();
    assert_eq!(written[0].as_str(), "/etc/nginx/sites-available/10-jellyfin-media.conf");
}

#[test]
fn two_sites_live_side_by_side() {
    let first = planned(&trixie(), &form()).unwrap();
    let host = applied(trixie(), &first);
    let second = SetupForm { domain: "films.example.com".to_owned(), ..form() };
    let plan = planned(&host, &second).unwrap();
    let both = applied(host, &plan);
    assert_eq!(kinds(&both, &form()), Vec::<&str>::new());
    assert_eq!(kinds(&both, &second), Vec::<&str>::new());
    assert!(!text(&plan).contains("jellyfin_jellyfin_example_com"));
}

#[test]
fn a_name_longer_than_a_file_name() {
    let label = "j".repeat(60);
    let asked = SetupForm { domain: format!("{label}.{label}.{label}.{label}.test"), ..form() };
    let plan = planned(&trixie(), &asked).unwrap();
    let names: Vec<_> = plan.steps.iter().filter_map(Step::path).map(|path| path.file_name().len()).collect();
    assert!(names.iter().all(|length| *length < 250), "{names:?}");
    assert_eq!(kinds(&applied(trixie(), &plan), &asked), Vec::<&str>::new());
}

#[test]
fn without_a_folder_the_site_goes_to_the_end_of_the_http_block() {
    for (conf, before, after) in [
        (
            "events {}\nhttp {\n    include mime.types;\n    server { listen 80; }\n} # end\n# mine\n",
            "events {}\nhttp {\n    include mime.types;\n    server { listen 80; }\n",
            "} # end\n# mine\n",
        ),
        ("events {} http { server { listen 80; } }", "events {} http { server { listen 80; } \n", "}"),
        ("events {}\nhttp {\n  sendfile on; # }\n\t}", "events {}\nhttp {\n  sendfile on; # }\n", "\t}"),
    ] {
        let host = trixie().file("/etc/nginx/nginx.conf", conf);
        let plan = planned(&host, &form()).unwrap();
        let text = text(&plan);
        assert!(text.starts_with(&format!("{before}# jellyfin-proxy begin")), "{text}");
        assert!(text.ends_with(after) && text[..text.len() - after.len()].ends_with('\n'), "{text}");
        let done = applied(host, &plan);
        assert_eq!(kinds(&done, &form()), Vec::<&str>::new());

        let second = SetupForm { domain: "films.example.com".to_owned(), ..form() };
        let both = applied(done.clone(), &planned(&done, &second).unwrap());
        assert_eq!(kinds(&both, &form()), Vec::<&str>::new());
        assert_eq!(kinds(&both, &second), Vec::<&str>::new());
        let changed = SetupForm { hsts: true, ..form() };
        let both = applied(both.clone(), &planned(&both, &changed).unwrap());
        assert_eq!(kinds(&both, &second), Vec::<&str>::new());
        assert_eq!(kinds(&both, &changed), Vec::<&str>::new());
    }
}
