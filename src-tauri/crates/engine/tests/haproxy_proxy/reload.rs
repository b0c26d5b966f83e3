//! How it is checked, reloaded and started.

use engine::plan::{Plan, Step};
use engine::proxies::Reload;

use crate::machine::{CFG, DEBIAN_CFG, bookworm, debian, form, install, planned};

fn calls(plan: &Plan) -> Vec<String> {
    let calls = plan.steps.iter().filter_map(|step| match step {
        Step::CheckConfig { call, .. } => Some(call.to_string()),
        Step::Reload { how: Reload::Call(call) } => Some(call.to_string()),
        Step::Reload { how: Reload::Usr2 { pid_file } } => Some(format!("USR2 {pid_file}")),
        _ => None,
    });
    calls.collect()
}

#[test]
fn without_a_service_manager_the_master_gets_a_signal() {
    let plan = planned(&bookworm(), &form()).unwrap();
    assert_eq!(calls(&plan), ["haproxy -c -f /etc/haproxy/haproxy.cfg", "USR2 /run/haproxy.pid"]);
}

#[test]
fn systemd_and_openrc_reload_their_own() {
    let systemd = bookworm()
        .folder("/run/systemd/system")
        .program("systemctl", "/usr/bin/systemctl")
        .answers("/usr/bin/systemctl is-active haproxy", 0, "active\n", "");
    assert_eq!(calls(&planned(&systemd, &form()).unwrap())[1], "systemctl reload haproxy");
    let openrc = bookworm()
        .file("/run/openrc/softlevel", "default\n")
        .file("/etc/init.d/haproxy", "")
        .answers("/sbin/rc-service haproxy status", 0, " * status: started\n", "")
        .without_processes()
        .process(9, "haproxy", &["haproxy", "-D", "-f", CFG, "-p", "/run/haproxy.pid"]);
    assert_eq!(calls(&planned(&openrc, &form()).unwrap())[1], "rc-service haproxy reload");
}

#[test]
fn the_check_reads_what_the_server_reads() {
    let args = ["haproxy", "-W", "-f", CFG, "-f", "/etc/haproxy/conf.d", "-L", "left", "-p", "/run/x.pid"];
    let host = bookworm()
        .without_processes()
        .process(9, "haproxy", &args)
        .file("/etc/haproxy/conf.d/a.cfg", "defaults\n")
        .answers(
            "/usr/sbin/haproxy -c -f /etc/haproxy/haproxy.cfg -f /etc/haproxy/conf.d -L left",
            0,
            "",
            "",
        );
    let plan = planned(&host, &form()).unwrap();
    let check = "haproxy -c -f /etc/haproxy/haproxy.cfg -f /etc/haproxy/conf.d -L left";
    assert_eq!(calls(&plan), [check, "USR2 /run/x.pid"]);
}

#[test]
fn it_is_started_with_a_master_where_it_has_one() {
    for (version, expected) in [
        ("1.7.5", "haproxy -D -f /etc/haproxy/haproxy.cfg -p /run/haproxy.pid"),
        ("2.6.12", "haproxy -W -D -f /etc/haproxy/haproxy.cfg -p /run/haproxy.pid"),
    ] {
        let host = debian(version, "1.1.1").without_processes().file(CFG, DEBIAN_CFG);
        let found = install(&host);
        assert!(!found.running);
        assert_eq!(found.proxy.proxy().start(&found).to_string(), expected);
    }
}
