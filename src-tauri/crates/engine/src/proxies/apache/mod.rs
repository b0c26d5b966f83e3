//! Apache httpd: read as it reads itself, and given a site in the spelling of its version.

mod address;
mod answering;
mod carried;
mod certificates;
mod change;
mod check;
mod compare;
mod control;
mod detect;
mod dialect;
mod drop_in;
mod effective;
mod handwritten;
mod http2;
mod launch;
mod layout;
mod listen;
mod machine_name;
mod modules;
mod name;
mod neighbour;
mod own_file;
mod port_place;
mod printed;
mod proxy_lines;
mod quote;
mod render;
mod served;
mod start_script;
mod surroundings;
mod survey;
mod syntax;
mod table;
mod tls_settings;

use super::{Adoptable, Answering, Change, Proxy, Visit, WantedSite};
use crate::facts::{ConfigCheck, Evidence, HostFacts, Install, PackageFamily, Wanted};
use crate::host::{ToolAnswer, ToolCall};
use crate::names::{Fqdn, Upstream};
use crate::plan::Refusal;

/// Apache's HTTP server, called httpd or apache2.
#[derive(Debug)]
pub(super) struct Apache;

/// The registry's entry.
pub(super) static APACHE: Apache = Apache;

impl Proxy for Apache {
    fn word(&self) -> &'static str {
        "apache"
    }

    fn title(&self) -> &'static str {
        "Apache"
    }

    fn package(&self, family: PackageFamily) -> &'static str {
        match family {
            PackageFamily::Apt | PackageFamily::Zypper | PackageFamily::Unknown => "apache2",
            PackageFamily::Apk => "apache2 apache2-http2 apache2-proxy apache2-ssl",
            PackageFamily::Dnf => "httpd mod_ssl",
            PackageFamily::Pacman | PackageFamily::Xbps => "apache",
            PackageFamily::Portage => "www-servers/apache",
            PackageFamily::Pkg => "apache24",
            PackageFamily::Homebrew => "httpd",
        }
    }

    fn programs(&self) -> &'static [&'static str] {
        &[
            "a2enmod",
            "a2ensite",
            "apache2",
            "apache2ctl",
            "apachectl",
            "httpd",
            "httpd-event",
            "httpd-prefork",
            "httpd-worker",
        ]
    }

    fn selinux_boolean(&self) -> &'static str {
        "httpd_can_network_connect"
    }

    fn selinux_port_type(&self) -> Option<&'static str> {
        Some("http_port_t")
    }

    fn detect(&self, evidence: &mut Evidence<'_>, wanted: &Wanted) -> Option<Install> {
        detect::detect(evidence, wanted)
    }

    fn change(&self, facts: &HostFacts, install: &Install, site: &WantedSite) -> Result<Change, Refusal> {
        change::change(facts, install, site)
    }

    fn answering(&self, facts: &HostFacts, install: &Install, visit: &Visit) -> Answering {
        answering::answering(facts, install, visit)
    }

    fn adoptable(
        &self,
        facts: &HostFacts,
        install: &Install,
        domain: &Fqdn,
        upstream: &Upstream,
    ) -> Option<Adoptable> {
        handwritten::adoptable(facts, install, domain, upstream)
    }

    fn start(&self, install: &Install) -> ToolCall {
        control::Control::installed(install).start()
    }

    fn read_check(&self, answer: &ToolAnswer) -> ConfigCheck {
        check::read_check(answer)
    }

    #[cfg(fuzzing)]
    fn assert_sound(&self, source: &[u8]) {
        syntax::assert_sound(source);
    }
}
