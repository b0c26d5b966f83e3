//! Debian machines with HAProxy, and what is asked of them.

use engine::facts::Install;
use engine::host::Host;
use engine::plan::{Plan, Step};
use engine::request::SetupForm;
use testkit::FolderHost;
pub(crate) use testkit::{DOMAIN, applied, codes, facts, planned};

/// Debian's main file, without the lines that only say where its sources are.
pub(crate) const DEBIAN_CFG: &str = "\
global
\tlog /dev/log\tlocal0
\tlog /dev/log\tlocal1 notice
\tchroot /var/lib/haproxy
\tstats socket /run/haproxy/admin.sock mode 660 level admin
\tuser haproxy
\tgroup haproxy
\tdaemon

\t# Default SSL material locations
\tca-base /etc/ssl/certs
\tcrt-base /etc/ssl/private

defaults
\tlog\tglobal
\tmode\thttp
\toption\thttplog
\toption\tdontlognull
        timeout connect 5000
        timeout client  50000
        timeout server  50000
\terrorfile 400 /etc/haproxy/errors/400.http
\terrorfile 503 /etc/haproxy/errors/503.http
";

/// The main file of every machine here.
pub(crate) const CFG: &str = "/etc/haproxy/haproxy.cfg";

/// Debian with that HAProxy running under no service manager, with its main file as given.
pub(crate) fn machine(version: &str, openssl: &str, cfg: &str) -> FolderHost {
    let told = format!(
        "HAProxy version {version} - https://haproxy.org/\n\
         Feature list : +OPENSSL +ZLIB -QUIC\n\
         Built with OpenSSL version : OpenSSL {openssl}\n\
         Running on OpenSSL version : OpenSSL {openssl}\n\
         Compression algorithms supported : identity(\"identity\"), gzip(\"gzip\")\n"
    );
    FolderHost::new()
        .program("haproxy", "/usr/sbin/haproxy")
        .answers("/usr/sbin/haproxy -vv", 0, &told, "")
        .answers(&format!("/usr/sbin/haproxy -c -f {CFG}"), 0, "", "")
        .process(100, "haproxy", &["haproxy", "-W", "-D", "-f", CFG, "-p", "/run/haproxy.pid"])
        .file("/proc/net/if_inet6", "")
        .file(CFG, cfg)
}

/// Debian as its package leaves it.
pub(crate) fn debian(version: &str, openssl: &str) -> FolderHost {
    machine(version, openssl, DEBIAN_CFG)
}

/// Debian 12's HAProxy.
pub(crate) fn bookworm() -> FolderHost {
    debian("2.6.12-1+deb12u3", "3.0.20")
}

/// Debian 12's HAProxy with another main file.
pub(crate) fn bookworm_with(cfg: &str) -> FolderHost {
    machine("2.6.12-1+deb12u3", "3.0.20", cfg)
}

/// The usual request.
pub(crate) fn form() -> SetupForm {
    testkit::form(Some("haproxy"))
}

/// The proxy on that machine.
pub(crate) fn install(host: &dyn Host) -> Install {
    testkit::install(host, &form())
}

/// The bytes that a plan writes to a file.
pub(crate) fn written(plan: &Plan, file: &str) -> String {
    let written = plan.steps.iter().find_map(|step| match step {
        Step::WriteFile { path, content, .. } if path.as_str() == file => Some(content.as_bytes().to_vec()),
        _ => None,
    });
    String::from_utf8(written.expect("the file is written")).unwrap()
}

/// The marked part of what a plan writes to the main file.
pub(crate) fn text(plan: &Plan) -> String {
    let file = written(plan, CFG);
    file[file.find("# jellyfin-proxy begin").unwrap()..].to_owned()
}
