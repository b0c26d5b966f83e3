//! What cannot be had, each with its reason.

use engine::request::SetupForm;
use testkit::FolderHost;

use crate::machine::{bookworm, debian, form, planned};

#[test]
fn each_has_its_code() {
    let queue = SetupForm { max_connections: Some(20), ..form() };
    for (host, form, code) in [
        (debian("2.4.4"), form(), "proxy_too_old"),
        (debian("2.2.34"), form(), "proxy_too_old"),
        (bookworm(), queue, "cannot_queue"),
        (FolderHost::new(), form(), "proxy_not_installed"),
        (
            bookworm().answers(
                "/usr/sbin/apache2ctl configtest",
                1,
                "",
                "AH00526: Syntax error on line 1 of /x:\n",
            ),
            form(),
            "config_already_broken",
        ),
        (
            bookworm().file("/etc/apache2/sites-enabled/a.conf", "<VirtualHost *:80>\n"),
            form(),
            "config_not_understood",
        ),
        (
            bookworm().file(
                "/etc/apache2/apache2.conf",
                "Include ports.conf\nInclude sites-enabled/000-default.conf\n",
            ),
            form(),
            "module_missing",
        ),
    ] {
        assert_eq!(planned(&host, &form).unwrap_err().code(), code);
    }
}

#[test]
fn a_path_that_apache_cannot_hold_is_refused() {
    let site = "<VirtualHost *:80>\nDocumentRoot \"/srv/${HOME}\"\n</VirtualHost>\n";
    let host = bookworm().file("/etc/apache2/sites-available/000-default.conf", site);
    assert!(planned(&host, &form()).is_err());
}
