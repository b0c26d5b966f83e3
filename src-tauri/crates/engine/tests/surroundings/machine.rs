//! Machines with one proxy, in the places and words of several systems.

use engine::facts::HostFacts;
use engine::host::ToolCall;
use engine::plan::{Finding, Permit, Plan, Refusal, Step};
use engine::proxies::Reload;
use engine::request::SetupForm;
use testkit::FolderHost;

/// A running nginx that reads `conf.d` below its folder.
pub(crate) fn nginx(config_root: &str) -> FolderHost {
    let binary = if config_root.starts_with("/etc") { "/usr/sbin/nginx" } else { "/usr/local/sbin/nginx" };
    let told = format!(
        "nginx version: nginx/1.26.3\nbuilt with OpenSSL 3.0.16\nconfigure arguments: --prefix={config_root} \
         --conf-path={config_root}/nginx.conf --http-log-path=/var/log/nginx/access.log \
         --with-http_ssl_module --with-http_v2_module\n"
    );
    FolderHost::new()
        .program("nginx", binary)
        .answers(&format!("{binary} -V"), 0, "", &told)
        .answers(&format!("{binary} -t"), 0, "", "nginx: configuration file test is successful\n")
        .file(&format!("{config_root}/nginx.conf"), "events {}\nhttp {\n    include conf.d/*.conf;\n}\n")
        .folder(&format!("{config_root}/conf.d"))
        .process(100, "nginx", &["nginx: master process"])
        .file("/proc/net/if_inet6", "")
}

/// A running Apache as openSUSE, Alpine and Gentoo have it.
pub(crate) fn httpd() -> FolderHost {
    let modules = [
        "core",
        "so",
        "http",
        "mpm_event",
        "authz_core",
        "proxy",
        "proxy_http",
        "ssl",
        "headers",
        "http2",
        "alias",
    ];
    let modules: String = modules
        .iter()
        .map(|module| format!("LoadModule {module}_module modules/mod_{module}.so\n"))
        .collect();
    let told = "Server version: Apache/2.4.62 (Unix)\nServer MPM:     event\n -D HTTPD_ROOT=\"/etc/apache2\"\n \
                -D SERVER_CONFIG_FILE=\"/etc/apache2/httpd.conf\"\n";
    FolderHost::new()
        .program("httpd", "/usr/sbin/httpd")
        .answers("/usr/sbin/httpd -V", 0, told, "")
        .answers("/usr/sbin/httpd -t", 0, "", "Syntax OK\n")
        .file(
            "/etc/apache2/httpd.conf",
            format!("{modules}Listen 80\nListen 443 https\nServerName here\nIncludeOptional conf.d/*.conf\n"),
        )
        .folder("/etc/apache2/conf.d")
        .process(100, "httpd", &["/usr/sbin/httpd"])
}

/// The usual request.
pub(crate) fn form() -> SetupForm {
    testkit::form(None)
}

pub(crate) fn facts(host: &FolderHost) -> HostFacts {
    testkit::facts(host, &form())
}

pub(crate) fn planned(host: &FolderHost) -> Result<Plan, Refusal> {
    testkit::planned(host, &form())
}

/// What is allowed by the plan, each with what it is taken back by.
pub(crate) fn permits(plan: &Plan) -> Vec<&Permit> {
    let permits = plan.steps.iter().filter_map(|step| match step {
        Step::Permit(permit) => Some(permit),
        _ => None,
    });
    permits.collect()
}

/// Calls as a person would type them.
pub(crate) fn words(calls: &[ToolCall]) -> Vec<String> {
    calls.iter().map(ToString::to_string).collect()
}

/// Everything the plan says of what stands around the proxy, as a person reads it.
pub(crate) fn said(plan: &Plan) -> Vec<String> {
    let steps = permits(plan).into_iter().map(|permit| Step::Permit(permit.clone()).summary());
    let ours = |finding: &&Finding| ["firewall", "selinux"].iter().any(|of| finding.code.starts_with(of));
    let findings = plan.findings.iter().filter(ours).map(|finding| {
        let next = finding.next.as_ref().map(|next| format!("; {next}")).unwrap_or_default();
        format!("{}: {}{next}", finding.code, finding.message)
    });
    steps.chain(findings).collect()
}

/// How the server is reloaded by the plan for that machine.
pub(crate) fn reload(host: &FolderHost) -> String {
    let plan = planned(host).unwrap();
    let reload = plan.steps.iter().find_map(|step| match step {
        Step::Reload { how: Reload::Call(call) } => Some(call.to_string()),
        Step::Reload { how: Reload::Usr2 { pid_file } } => Some(format!("USR2 {pid_file}")),
        _ => None,
    });
    reload.expect("a plan for a running machine reloads")
}
