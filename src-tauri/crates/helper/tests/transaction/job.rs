//! Plans made by hand, so that every kind of step is carried out.

use std::path::Path;

use engine::host::ToolCall;
use engine::names::AbsPath;
use engine::plan::{
    Enable, EnableKind, Observation, Owner, Permission, Permit, Plan, PlanId, Precondition, Step,
};
use engine::proxies::{ProxyKind, Reload};
use engine::text::digest;

use crate::pretend;
use crate::tree::DOMAIN;

pub(crate) const SITE: &str = "/etc/nginx/sites-available/jellyfin";
pub(crate) const HAPROXY: &str = "/etc/haproxy/haproxy.cfg";
pub(crate) const NETWORK_XML: &str = "/etc/jellyfin/network.xml";
pub(crate) const NEW_HAPROXY: &str = "global\n  maxconn 100\nfrontend jellyfin\n";

pub(crate) fn path(text: &str) -> AbsPath {
    text.parse().unwrap()
}

/// A plan of these steps.
pub(crate) fn plan(steps: Vec<Step>) -> Plan {
    Plan {
        id: PlanId::of(&steps),
        proxy: ProxyKind::of(&pretend::PROXY),
        url: format!("https://{DOMAIN}"),
        upstream: "http://127.0.0.1:8096".parse().unwrap(),
        preconditions: Vec::new(),
        steps,
        findings: Vec::new(),
    }
}

pub(crate) fn write(at: &str, content: &str) -> Step {
    Step::WriteFile {
        path: path(at),
        content: content.to_owned().into(),
        mode: 0o644,
        owner: if at.ends_with("network.xml") { Owner::AsFolder } else { Owner::Writer },
    }
}

/// Every step that changes files, each kind at least once.
pub(crate) fn every_file_step() -> Plan {
    let mut steps: Vec<Step> = ["", "/ca", "/certs", &format!("/certs/{DOMAIN}")]
        .iter()
        .map(|below| Step::MakeFolder { path: path(&format!("/etc/jellyfin-proxy{below}")), mode: 0o755 })
        .collect();
    let modules = ["proxy", "proxy_http"];
    steps.extend([
        issue(DOMAIN),
        write(HAPROXY, NEW_HAPROXY),
        Step::CombinePem {
            path: path("/etc/haproxy/certs/jellyfin.pem"),
            cert: path("/etc/letsencrypt/live/m/fullchain.pem"),
            key: path("/etc/letsencrypt/live/m/privkey.pem"),
        },
        Step::Enable(Enable {
            what: EnableKind::Module,
            names: modules.iter().map(|name| name.parse().unwrap()).collect(),
            call: ToolCall::new(&path("/usr/sbin/a2enmod"), &modules),
            folders: vec![path("/etc/apache2/mods-enabled")],
            links: modules.iter().map(|name| (enabled(name), available(name))).collect(),
        }),
        write(SITE, "server { listen 443 ssl; }\n"),
        Step::Link { path: path("/etc/nginx/sites-enabled/jellyfin"), target: path(SITE) },
        Step::Remove { path: path("/etc/nginx/sites-enabled/old") },
        write(NETWORK_XML, "<NetworkConfiguration><KnownProxies /></NetworkConfiguration>\n"),
    ]);
    plan(steps)
}

pub(crate) fn issue(domain: &str) -> Step {
    Step::IssueCertificate {
        domain: domain.parse().unwrap(),
        ca_cert: path("/etc/jellyfin-proxy/ca/ca.crt"),
        ca_key: path("/etc/jellyfin-proxy/ca/ca.key"),
        cert: path(&format!("/etc/jellyfin-proxy/certs/{domain}/fullchain.pem")),
        key: path(&format!("/etc/jellyfin-proxy/certs/{domain}/privkey.pem")),
    }
}

/// A change of a running machine, whose server's tools are `cat` and `ln`: the check reads
/// `/check-this`, the reload makes the link `/reloaded`.
pub(crate) fn live(root: &Path) -> Plan {
    let on_disk = |below: &str| root.join(below).to_str().unwrap().to_owned();
    let tool = |program: &str, args: &[&str]| ToolCall::new(&path(program), args);
    let check = tool("/usr/bin/cat", &[&on_disk("check-this")]);
    let reload = tool("/usr/bin/ln", &["-sfn", "again", &on_disk("reloaded")]);
    let module = on_disk("etc/apache2/mods-enabled/proxy.load");
    plan(vec![
        write(HAPROXY, NEW_HAPROXY),
        Step::Enable(Enable {
            what: EnableKind::Module,
            names: vec!["proxy".parse().unwrap()],
            call: tool("/usr/bin/ln", &["-s", "../mods-available/proxy.load", &module]),
            folders: vec![
                path("/etc/apache2/mods-enabled"),
                path("/var/lib/apache2/module/enabled_by_admin"),
            ],
            links: vec![(enabled("proxy"), available("proxy"))],
        }),
        Step::CheckConfig { call: check, proxy: ProxyKind::of(&pretend::PROXY) },
        Step::Reload { how: Reload::Call(reload) },
        Step::Observe { what: Observation::SiteAnswers },
        write(NETWORK_XML, "<NetworkConfiguration><KnownProxies /></NetworkConfiguration>\n"),
        Step::RestartJellyfin { upstream: "http://127.0.0.1:8096".parse().unwrap() },
        Step::Observe { what: Observation::Healthy },
    ])
}

/// A change of a machine that SELinux and two firewalls guard, each with its tool in `/tools`.
pub(crate) fn guarded(root: &Path) -> Plan {
    let tools = root.join("tools").read_link().unwrap();
    let tool = |name: &str, args: &[&str]| ToolCall::new(&path(tools.join(name).to_str().unwrap()), args);
    let check = ToolCall::new(&path("/usr/bin/cat"), &["/dev/null"]);
    let ufw = |args: &[&str]| tool("ufw", args);
    let zone = |args: &[&str]| tool("firewall-cmd", args);
    let ports = |firewall: &str| Permission::Ports { firewall: firewall.to_owned(), ports: vec![80, 443] };
    let service = |verb: &str, name: &str| format!("--{verb}-service={name}");
    let both = |verb: &str| -> Vec<ToolCall> {
        let words = ["http", "https"].map(|name| service(verb, name));
        let for_good = words.iter().map(|word| zone(&["--permanent", "--zone=public", word]));
        for_good.chain(words.iter().map(|word| zone(&["--zone=public", word]))).collect()
    };
    plan(vec![
        Step::Permit(Permit {
            what: Permission::Boolean { name: "pretend_connect".to_owned() },
            calls: vec![tool("setsebool", &["-P", "pretend_connect", "on"])],
            files: Vec::new(),
            back: vec![tool("setsebool", &["-P", "pretend_connect", "off"])],
            reread: None,
        }),
        Step::Permit(Permit {
            what: Permission::PortType { name: "http_port_t".to_owned(), ports: vec![8880] },
            calls: vec![tool("semanage", &["port", "-a", "-t", "http_port_t", "-p", "tcp", "8880"])],
            files: Vec::new(),
            back: vec![tool("semanage", &["port", "-d", "-t", "http_port_t", "-p", "tcp", "8880"])],
            reread: None,
        }),
        write(HAPROXY, NEW_HAPROXY),
        Step::CheckConfig { call: check.clone(), proxy: ProxyKind::of(&pretend::PROXY) },
        Step::Reload { how: Reload::Call(check) },
        Step::Observe { what: Observation::SiteAnswers },
        Step::Permit(Permit {
            what: ports("ufw"),
            calls: vec![ufw(&["allow", "80/tcp"]), ufw(&["allow", "443/tcp"])],
            files: vec![path("/etc/ufw/user.rules"), path("/etc/ufw/user6.rules")],
            back: vec![ufw(&["delete", "allow", "80/tcp"]), ufw(&["delete", "allow", "443/tcp"])],
            reread: Some(ufw(&["reload"])),
        }),
        Step::Permit(Permit {
            what: ports("firewalld"),
            calls: both("add"),
            files: ["", ".old"].map(|end| path(&format!("/etc/firewalld/zones/public.xml{end}"))).to_vec(),
            back: both("remove"),
            reread: None,
        }),
        Step::Observe { what: Observation::Healthy },
    ])
}

pub(crate) fn file_is(at: &str, content: &str) -> Precondition {
    Precondition::FileIs { path: path(at), digest: digest(content.as_bytes()) }
}

fn enabled(module: &str) -> AbsPath {
    path(&format!("/etc/apache2/mods-enabled/{module}.load"))
}

fn available(module: &str) -> AbsPath {
    path(&format!("/etc/apache2/mods-available/{module}.load"))
}
