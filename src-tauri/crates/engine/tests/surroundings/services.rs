//! Each system's own way to reload, and the words to start what does not run.

use engine::facts::ServiceManager;
use testkit::FolderHost;

use crate::machine::{facts, httpd, nginx, planned, reload};

/// nginx under every manager: the system, its manager, the unit's state as it is asked for, and the words.
fn machines() -> [(FolderHost, ServiceManager, &'static str, &'static str); 6] {
    let etc = || nginx("/etc/nginx");
    [
        (
            etc().folder("/run/systemd/system").program("systemctl", "/usr/bin/systemctl"),
            ServiceManager::Systemd,
            "/usr/bin/systemctl is-active nginx",
            "systemctl reload nginx",
        ),
        (
            etc().file("/run/openrc/softlevel", "default\n").file("/etc/init.d/nginx", ""),
            ServiceManager::OpenRc,
            "/sbin/rc-service nginx status",
            "rc-service nginx reload",
        ),
        (
            nginx("/usr/local/etc/nginx").file("/etc/rc.subr", "").file("/usr/local/etc/rc.d/nginx", ""),
            ServiceManager::FreeBsdRc,
            "/usr/sbin/service nginx onestatus",
            "service nginx onereload",
        ),
        (
            etc().file("/run/initctl", "").file("/etc/init.d/nginx", ""),
            ServiceManager::SysV,
            "/usr/sbin/service nginx status",
            "service nginx reload",
        ),
        (
            nginx("/opt/homebrew/etc/nginx")
                .file("/opt/homebrew/bin/brew", "")
                .folder("/opt/homebrew/opt/nginx"),
            ServiceManager::Homebrew,
            "",
            "nginx -s reload",
        ),
        (etc(), ServiceManager::None, "", "nginx -s reload"),
    ]
}

#[test]
fn every_system_reloads_in_its_own_words() {
    for (host, manager, question, words) in machines() {
        let host = host.answers(question, 0, "", "");
        assert_eq!(facts(&host).service_manager, manager);
        assert_eq!(reload(&host), words, "{manager:?}");
    }
}

#[test]
fn what_was_started_by_hand_is_reloaded_by_hand() {
    for (host, manager, question, _) in machines() {
        // systemctl says 3 of a unit that is not active, scripts say it of a service that is stopped.
        assert_eq!(reload(&host.answers(question, 3, "", "")), "nginx -s reload", "{manager:?}");
    }
}

#[test]
fn what_does_not_run_is_started_in_the_systems_words() {
    for ((host, manager, question, _), words) in machines().into_iter().zip([
        "start it and try again: sudo systemctl start nginx",
        "start it and try again: sudo rc-service nginx start",
        "start it and try again: sudo service nginx onestart",
        "start it and try again: sudo service nginx start",
        "start it and try again: brew services start nginx",
        "start nginx and try again",
    ]) {
        let refusal = planned(&host.answers(question, 3, "", "").without_processes()).unwrap_err();
        assert_eq!((refusal.code(), refusal.next().as_str()), ("proxy_not_running", words), "{manager:?}");
    }
}

/// Alpine's and Gentoo's script for Apache makes a restart of `reload` where its settings say so.
#[test]
fn apache_is_never_restarted_by_openrc() {
    let host = httpd().file("/run/openrc/softlevel", "default\n").file("/etc/init.d/apache2", "").answers(
        "/sbin/rc-service apache2 status",
        0,
        " * status: started\n",
        "",
    );
    assert_eq!(reload(&host), "rc-service apache2 graceful");
}

/// What the program is called and what its service is called differ.
#[test]
fn the_service_has_the_systems_name() {
    for (host, question, unit) in [
        (
            httpd().file("/etc/rc.subr", "").file("/usr/local/etc/rc.d/apache24", ""),
            "apache24 onestatus",
            "apache24",
        ),
        (httpd().file("/run/initctl", "").file("/etc/init.d/apache2", ""), "apache2 status", "apache2"),
        (httpd().file("/run/initctl", "").file("/etc/init.d/httpd", ""), "httpd status", "httpd"),
    ] {
        let host = host.answers(&format!("/usr/sbin/service {question}"), 0, "", "");
        let service = facts(&host).installs[0].service.clone().unwrap();
        assert_eq!((service.unit.as_str(), service.active), (unit, true));
    }
}

#[test]
fn a_script_without_its_service_is_none() {
    let host = nginx("/etc/nginx").file("/run/openrc/softlevel", "default\n");
    assert_eq!(facts(&host).installs[0].service, None);
}
