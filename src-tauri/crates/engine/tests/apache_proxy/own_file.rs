use engine::host::ToolCall;
use engine::plan::Step;
use engine::proxies::Reload;
use engine::request::{CertificateForm, SetupForm};
use testkit::FolderHost;

use crate::machine::{DOMAIN, applied, bookworm, codes, debian, file, form, planned, with_site};

const FILE: &str = "/etc/apache2/sites-available/jellyfin-jellyfin.example.com.conf";

fn kinds(host: &FolderHost, form: &SetupForm) -> Vec<&'static str> {
    planned(host, form).unwrap().steps.iter().map(Step::kind).collect()
}

#[test]
fn debians_tools_do_it() {
    let plan = planned(&bookworm(), &form()).unwrap();
    assert_eq!(file(&plan).0, FILE);
    let told: Vec<_> = plan.steps.iter().map(Step::kind).collect();
    assert_eq!(
        told[told.len() - 7..],
        ["enable", "write_file", "enable", "check_config", "reload", "observe", "observe"]
    );
    let ctl = "/usr/sbin/apache2ctl".parse().unwrap();
    assert!(plan.steps.iter().any(
        |step| matches!(step, Step::CheckConfig { call, .. } if *call == ToolCall::new(&ctl, &["configtest"]))
    ));
    assert!(plan.steps.contains(&Step::Reload { how: Reload::Call(ToolCall::new(&ctl, &["graceful"])) }));
    let systemd = bookworm().folder("/run/systemd/system").program("systemctl", "/usr/bin/systemctl");
    let systemd = systemd.answers("/usr/bin/systemctl is-active apache2", 0, "active\n", "");
    let by_manager = ToolCall::new(&"/usr/bin/systemctl".parse().unwrap(), &["reload", "apache2"]);
    assert!(
        planned(&systemd, &form()).unwrap().steps.contains(&Step::Reload { how: Reload::Call(by_manager) })
    );
}

#[test]
fn planning_twice_changes_nothing_more() {
    let named = || {
        bookworm()
            .file("/etc/hostname", "jellyfin\n")
            .file("/etc/hosts", format!("127.0.1.1 {DOMAIN} jellyfin\n"))
    };
    let bare = || bookworm().without("/etc/apache2/sites-enabled/000-default.conf");
    let tls = "<IfModule mod_ssl.c>\n<VirtualHost 192.0.2.1:443>\nServerName a.test\nSSLEngine on\n</VirtualHost>\n</IfModule>\n";
    let no_tls = || SetupForm { certificate: CertificateForm::NoTls, ..form() };
    let odd = || SetupForm {
        http_port: Some(8080),
        https_port: Some(8443),
        base_path: Some("/m".to_owned()),
        ..form()
    };
    for host in [bookworm(), debian("2.4.38"), named(), bare(), with_site(bookworm(), "my.conf", tls)] {
        for form in [form(), no_tls(), odd()] {
            let plan = planned(&host, &form).unwrap();
            assert!(!plan.steps.is_empty());
            assert_eq!(kinds(&applied(host.clone(), &plan), &form), Vec::<&str>::new());
        }
    }
}

#[test]
fn another_setting_changes_the_file_where_it_is() {
    let first = planned(
        &with_site(bookworm(), "my.conf", "<VirtualHost *:81>\nServerName a.test\n</VirtualHost>\n"),
        &form(),
    );
    let host = applied(bookworm(), &first.unwrap());
    // Somebody's site that would have been the first comes later: the file still stays where it is.
    let host =
        with_site(host, "my.conf", "<VirtualHost *:443>\nServerName a.test\nSSLEngine on\n</VirtualHost>\n");
    let second = planned(&host, &SetupForm { hsts: true, ..form() }).unwrap();
    assert_eq!(file(&second).0, FILE);
    assert!(file(&second).1.contains("Strict-Transport-Security"));
    assert!(!codes(&second).contains(&"managed_block_edited"));
}

#[test]
fn a_change_by_hand_is_told_and_what_is_outside_stays() {
    let host = applied(bookworm(), &planned(&bookworm(), &form()).unwrap());
    let (_, text) = file(&planned(&bookworm(), &form()).unwrap());
    let outside = host.clone().file(FILE, format!("# mine\n{text}# also mine\n"));
    assert_eq!(kinds(&outside, &form()), Vec::<&str>::new());
    let edited =
        host.file(FILE, format!("# mine\n{}# also mine\n", text.replace("Timeout 300", "Timeout 30")));
    let plan = planned(&edited, &form()).unwrap();
    assert!(codes(&plan).contains(&"managed_block_edited"));
    assert_eq!(file(&plan).1, format!("# mine\n{text}# also mine\n"));
}

#[test]
fn somebodys_file_of_that_name_is_left_alone() {
    let host = bookworm().file(FILE, "# a draft of my own\n");
    let plan = planned(&host, &form()).unwrap();
    assert_eq!(file(&plan).0, "/etc/apache2/sites-available/z-jellyfin-jellyfin.example.com.conf");
}

#[test]
fn a_long_name_fits_a_file_name() {
    let domain = format!("{0}.{0}.{0}.{0}.com", "a".repeat(61));
    let plan = planned(&bookworm(), &SetupForm { domain: domain.clone(), ..form() }).unwrap();
    let (path, text) = file(&plan);
    assert!(path.rsplit('/').next().unwrap().len() < 100, "{path}");
    assert!(text.contains(&format!("ServerName {domain}\n")));
}

/// Marks in a file of somebody else's do not make it ours, and ours without its end is nobody's to write to.
#[test]
fn a_part_without_its_end_is_left_alone() {
    let begin = format!("# jellyfin-proxy begin {DOMAIN}\n");
    let site = format!("<VirtualHost *:80>\nServerName a.test\n{begin}ServerAlias b.test\n</VirtualHost>\n");
    let host = with_site(bookworm(), "other.conf", &site);
    let plan = planned(&host, &form()).unwrap();
    assert!(file(&plan).0.ends_with(&format!("/jellyfin-{DOMAIN}.conf")), "{}", file(&plan).0);

    let done = applied(bookworm(), &planned(&bookworm(), &form()).unwrap());
    let own = format!("/etc/apache2/sites-available/jellyfin-{DOMAIN}.conf");
    let refusal = planned(&done.file(&own, begin + "Listen 81\n"), &form()).unwrap_err();
    assert_eq!(refusal.code(), "config_not_understood");
    assert!(refusal.to_string().contains("the line that ends this product's part"), "{refusal}");
}
