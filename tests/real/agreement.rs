//! What was read of a configuration is held against what the server itself says of it: where they differ, nothing is
//! planned.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use tests::{Case, Lab, ProxyTest, product};

use crate::refusals::assert_refused;

pub(crate) fn cases() -> Vec<Case> {
    let each: &[(&str, ProxyTest)] = &[("disagrees_and_planning_stops", disagrees)];
    Case::of_every_proxy("agreement", each)
}

fn disagrees(proxy: &str) {
    let mut lab = Lab::with(proxy);
    let plan = || product(["plan", "--json", "--proxy", proxy, "--domain", tests::DOMAIN, "--local-ca"]);
    plan().expect(0);
    let told = match proxy {
        // Both print what they read.
        "nginx" => {
            says_otherwise("/usr/sbin/nginx", "s/index index.html/index other.html/");
            "nginx reads something else here"
        }
        "apache" => {
            let site = "<VirtualHost *:80>\n    ServerName a.test\n</VirtualHost>\n";
            fs::write("/etc/apache2/sites-enabled/a.conf", site).unwrap();
            plan().expect(0);
            says_otherwise("/usr/sbin/apache2ctl", "s/ a\\.test / b.test /");
            "the server calls this site b.test"
        }
        // What runs is asked where it listens.
        "haproxy" => {
            let file = "/etc/haproxy/haproxy.cfg";
            let append = |text: &str| {
                fs::write(file, fs::read_to_string(file).unwrap() + text).unwrap();
            };
            append("\nfrontend first\n    bind :8098\n    http-request deny\n");
            lab.server.stop();
            lab.server.start();
            append("\nfrontend later\n    bind :8099\n    http-request deny\n");
            "HAProxy is to listen on port 8099 here, and the one that runs does not"
        }
        other => panic!("write down how {other} disagrees"),
    };
    lab.take_as_before();
    let found = product(["detect", "--json"]).expect(0).json();
    let installs = found["installs"].as_array().unwrap();
    let install = installs.iter().find(|install| install["proxy"] == proxy).unwrap();
    let problems = install["problems"].as_array().unwrap();
    assert!(problems.iter().any(|problem| problem["code"] == "server_disagrees"), "{problems:#?}");

    let reason = assert_refused(&lab, lab.setup(&[]), "config_not_understood");
    assert!(reason["message"].as_str().unwrap().contains(told), "{reason}");
    assert_eq!(plan().expect(3).json()["refusal"]["code"], "config_not_understood");
}

/// The program answers as before, but for one thing that it says of its configuration.
fn says_otherwise(program: &str, change: &str) {
    // Debian's apache2ctl reads the name of another configuration off what stands behind its own.
    let true_one = format!("/usr/sbin/true/{}", program.rsplit('/').next().unwrap());
    fs::create_dir_all("/usr/sbin/true").unwrap();
    fs::rename(program, &true_one).unwrap();
    let script = format!(
        "#!/bin/sh\n{true_one} \"$@\" >/tmp/said 2>/tmp/warned\ncode=$?\nsed '{change}' /tmp/said\ncat /tmp/warned >&2\nexit $code\n"
    );
    fs::write(program, script).unwrap();
    fs::set_permissions(program, PermissionsExt::from_mode(0o755)).unwrap();
}
