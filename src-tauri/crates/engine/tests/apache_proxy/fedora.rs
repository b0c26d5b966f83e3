//! A machine without Debian's tools.

use engine::host::ToolCall;
use engine::plan::Step;
use engine::proxies::Reload;

use crate::machine::{applied, fedora, file, form, planned};

#[test]
fn the_file_goes_where_the_main_file_looks() {
    let plan = planned(&fedora(), &form()).unwrap();
    let (path, text) = file(&plan);
    // The package's own site goes on answering for unknown names on 443, the main server on 80.
    assert_eq!(path, "/etc/httpd/conf.d/z-jellyfin-jellyfin.example.com.conf");
    assert!(text.contains("<VirtualHost *:80>\n    ServerName unknown.invalid\n</VirtualHost>\n"), "{text}");
    assert!(text.contains("CustomLog /etc/httpd/logs/jellyfin-jellyfin.example.com-access.log "), "{text}");
    assert!(!plan.steps.iter().any(|step| matches!(step, Step::Enable(_) | Step::Link { .. })));
    let httpd = "/usr/sbin/httpd".parse().unwrap();
    let graceful = Reload::Call(ToolCall::new(&httpd, &["-k", "graceful"]));
    assert!(plan.steps.contains(&Step::Reload { how: graceful }));
    let checks =
        |step: &Step| matches!(step, Step::CheckConfig { call, .. } if call.to_string() == "httpd -t");
    assert!(plan.steps.iter().any(checks));
    assert!(planned(&applied(fedora(), &plan), &form()).unwrap().steps.is_empty());
}

#[test]
fn a_module_of_another_package_is_asked_for() {
    let host =
        fedora().without("/etc/httpd/conf.modules.d/00-ssl.conf").without("/etc/httpd/conf.d/ssl.conf");
    let refusal = planned(&host, &form()).unwrap_err();
    assert_eq!(refusal.to_string(), "Apache lacks the module ssl");
}
