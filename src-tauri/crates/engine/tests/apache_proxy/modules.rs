//! What is switched on, and what a site does without.

use engine::host::ToolCall;
use engine::plan::{EnableKind, Plan, Step};
use engine::request::{CertificateForm, SetupForm};

use crate::machine::{bookworm, codes, debian, debian_with, file, form, planned};

fn switched_on(plan: &Plan, kind: EnableKind) -> Vec<String> {
    let step = plan.steps.iter().find_map(|step| match step {
        Step::Enable(enable) if enable.what == kind => Some(enable),
        _ => None,
    });
    step.map(|enable| enable.names.iter().map(ToString::to_string).collect()).unwrap_or_default()
}

#[test]
fn only_what_is_not_there_yet_is_switched_on() {
    let no_tls = SetupForm { certificate: CertificateForm::NoTls, ..form() };
    for (host, form, names) in [
        (bookworm(), form(), vec!["proxy", "proxy_http", "headers", "ssl", "http2"]),
        (bookworm(), no_tls, vec!["proxy", "proxy_http", "headers"]),
        (
            debian("2.4.38"),
            form(),
            vec!["proxy", "proxy_http", "headers", "ssl", "proxy_wstunnel", "rewrite", "http2"],
        ),
        (debian("2.4.6"), form(), vec!["proxy", "proxy_http", "headers", "ssl", "proxy_wstunnel", "rewrite"]),
        (
            debian_with(
                "2.4.71",
                &["alias", "authz_core", "mpm_event", "ssl", "proxy", "proxy_http", "headers", "http2"],
            ),
            form(),
            vec!["filter", "deflate"],
        ),
        (
            debian_with(
                "2.4.71",
                &[
                    "alias",
                    "authz_core",
                    "deflate",
                    "filter",
                    "mpm_event",
                    "ssl",
                    "proxy",
                    "proxy_http",
                    "headers",
                    "http2",
                ],
            ),
            form(),
            vec![],
        ),
    ] {
        assert_eq!(switched_on(&planned(&host, &form).unwrap(), EnableKind::Module), names);
    }
}

#[test]
fn the_tool_is_called_and_all_that_it_changes_is_named() {
    let plan = planned(&bookworm(), &form()).unwrap();
    let enable = plan.steps.iter().find_map(|step| match step {
        Step::Enable(enable) if enable.what == EnableKind::Module => Some(enable),
        _ => None,
    });
    let enable = enable.unwrap();
    let tool = "/usr/sbin/a2enmod".parse().unwrap();
    assert_eq!(enable.call, ToolCall::new(&tool, &["-q", "proxy", "proxy_http", "headers", "ssl", "http2"]));
    let links: Vec<&str> = enable.links.iter().map(|(link, _)| link.file_name()).collect();
    assert_eq!(
        links,
        [
            "headers.load",
            "http2.load",
            "http2.conf",
            "proxy.load",
            "proxy.conf",
            "proxy_http.load",
            "socache_shmcb.load",
            "ssl.load",
            "ssl.conf"
        ]
    );
    let (link, target) = &enable.links[0];
    assert_eq!(link.as_str(), "/etc/apache2/mods-enabled/headers.load");
    assert_eq!(target.as_str(), "/etc/apache2/mods-available/headers.load");
    let folders: Vec<&str> = enable.folders.iter().map(engine::names::AbsPath::as_str).collect();
    assert_eq!(folders[..2], ["/etc/apache2/mods-enabled", "/var/lib/apache2/module"]);
    assert!(folders.contains(&"/var/lib/apache2/module/enabled_by_admin"));
}

#[test]
fn the_site_is_switched_on_by_a_name_that_the_tool_cannot_cut() {
    // `a2ensite` takes an end that looks like `.conf` off its argument, with any letter for the dot.
    let plan = planned(&bookworm(), &SetupForm { domain: "media.myconf".to_owned(), ..form() }).unwrap();
    assert_eq!(switched_on(&plan, EnableKind::Site), ["jellyfin-media.myconf.conf"]);
    let call = plan.steps.iter().find_map(|step| match step {
        Step::Enable(enable) if enable.what == EnableKind::Site => Some(&enable.call),
        _ => None,
    });
    assert_eq!(call.unwrap().to_string(), "a2ensite -q jellyfin-media.myconf.conf");
}

#[test]
fn without_threads_there_is_no_http2() {
    let plan = planned(&debian_with("2.4.71", &["alias", "authz_core", "mpm_prefork"]), &form()).unwrap();
    assert!(codes(&plan).contains(&"http2_needs_threaded_mpm"));
    assert!(!switched_on(&plan, EnableKind::Module).contains(&"http2".to_owned()));
    assert!(!file(&plan).1.contains("Protocols"));
    let old = planned(&debian("2.4.10"), &form()).unwrap();
    assert!(!codes(&old).contains(&"http2_needs_threaded_mpm"), "there was none yet");
}

#[test]
fn a_site_does_without_what_only_makes_it_better() {
    let host = bookworm()
        .without("/etc/apache2/mods-available/http2.load")
        .without("/etc/apache2/mods-available/deflate.load")
        .without("/etc/apache2/mods-enabled/deflate.load");
    let enabled: Vec<&str> = vec!["alias", "authz_core", "mpm_event", "filter"];
    let listed = enabled.iter().map(|name| format!(" {name}_module (shared)\n")).collect::<String>();
    let host = host.answers("/usr/sbin/apache2ctl -M", 0, &listed, "");
    let plan = planned(&host, &form()).unwrap();
    assert_eq!(codes(&plan).iter().filter(|code| **code == "module_not_there").count(), 2);
    let (_, text) = file(&plan);
    assert!(!text.contains("Protocols") && !text.contains("DEFLATE") && !text.contains("ErrorDocument 500"));
}

#[test]
fn a_module_that_is_needed_and_cannot_be_had_is_a_refusal() {
    for host in [
        bookworm().without("/etc/apache2/mods-available/proxy_http.load"),
        bookworm().without("/usr/sbin/a2enmod"),
        bookworm().without("/usr/sbin/a2ensite"),
    ] {
        assert_eq!(planned(&host, &form()).unwrap_err().code(), "module_missing");
    }
    let status = "Package: apache2\nStatus: install ok installed\nVersion: 2.4.71-1\n";
    let tree = bookworm().tree().without("/usr/sbin/a2enmod").file("/var/lib/dpkg/status", status);
    assert!(planned(&tree, &form()).is_ok(), "nothing is run there");
}
