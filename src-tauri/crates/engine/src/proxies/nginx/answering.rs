use std::net::IpAddr;

use super::server_name::{Named, named};
use super::survey::{Context, Survey, context_directives};
use crate::facts::{HostFacts, Install, Listen, Site, SiteKind};
use crate::names::AbsPath;
use crate::proxies::{Answering, Visit};

/// Which site answers a visit: first the address decides, then the name in the TLS greeting whether the
/// greeting is answered at all, then the name in the request.
pub(super) fn answering(facts: &HostFacts, install: &Install, visit: &Visit) -> Answering {
    let there = match Dialled::of(&install.sites, visit) {
        Ok(there) => there,
        Err(why) => return Answering::Unclear { why },
    };
    let Some((first, listen)) = there.sites.first() else { return Answering::Nobody };
    match install.sites[*first].kind {
        SiteKind::Http => {}
        SiteKind::Tcp | SiteKind::Mail if there.sites.len() == 1 => return Answering::Site(*first),
        SiteKind::Tcp | SiteKind::Mail => {
            let why = "several servers that speak no HTTP listen there".to_owned();
            return Answering::Unclear { why };
        }
    }
    if listen.proxy_protocol || listen.tls != visit.sni.is_some() {
        return Answering::Nobody;
    }
    if let Some(sni) = &visit.sni {
        // Without a name in it the greeting is the default site's, whoever has the empty name.
        let greeted = sni.as_deref().map_or_else(|| Ok(there.default()), |name| there.site_of(name));
        match greeted {
            Ok(site) if turns_tls_away(facts, install, site) => return Answering::Nobody,
            Ok(_) => {}
            Err(why) => return Answering::Unclear { why },
        }
    }
    match there.site_of(&visit.host) {
        Ok(site) => Answering::Site(site),
        Err(why) => Answering::Unclear { why },
    }
}

/// The sites that listen where a visitor dials.
struct Dialled<'i> {
    all: &'i [Site],
    /// Their places, in the order in which the server reads them, with the line that says so.
    sites: Vec<(usize, &'i Listen)>,
}

impl<'i> Dialled<'i> {
    /// Those that name the address; where nobody does, those that listen on all addresses.
    fn of(all: &'i [Site], visit: &Visit) -> Result<Self, String> {
        let (address, any) = match visit.address {
            IpAddr::V4(address) => (address.to_string(), "*"),
            IpAddr::V6(address) => (format!("[{address}]"), "[::]"),
        };
        let mut of_any = Vec::new();
        let mut of_address = Vec::new();
        for (place, site) in all.iter().enumerate() {
            for listen in site.listens.iter().filter(|listen| listen.port == visit.port) {
                if listen.address == address {
                    of_address.push((place, listen));
                } else if listen.address == any {
                    of_any.push((place, listen));
                } else if could_be(&listen.address, visit.address) {
                    return Err(format!(
                        "a site listens on {}, which is looked up at its start",
                        listen.address
                    ));
                }
            }
        }
        let mut sites = if of_address.is_empty() { of_any } else { of_address };
        sites.dedup_by_key(|(place, _)| *place);
        Ok(Self { all, sites })
    }

    /// The site of a name; the one for unknown names where nobody has it.
    fn site_of(&self, name: &str) -> Result<usize, String> {
        let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
        let servers = self.sites.iter().map(|(place, _)| {
            let names = &self.all[*place].names;
            (*place, if names.is_empty() { vec![""] } else { names.iter().map(String::as_str).collect() })
        });
        match named(servers, &name) {
            Named::Server(site) => Ok(site),
            Named::Unclear(why) => Err(why),
            Named::Nobody => Ok(self.default()),
        }
    }

    /// The site for unknown names: the one that is marked, or the first.
    fn default(&self) -> usize {
        let marked = self.sites.iter().find(|(_, listen)| listen.default);
        marked.unwrap_or(&self.sites[0]).0
    }
}

/// Whether the name of a host could stand for an address.
fn could_be(name: &str, address: IpAddr) -> bool {
    let is_name = !name.starts_with(['[', '*']) && name.parse::<IpAddr>().is_err();
    is_name && (address.is_loopback() || name != "localhost")
}

/// `ssl_reject_handshake`. A site that shows a certificate does not have it, so that configurations are
/// seldom read for it.
fn turns_tls_away(facts: &HostFacts, install: &Install, site: usize) -> bool {
    let site = &install.sites[site];
    if !site.certificates.is_empty() {
        return false;
    }
    let mut files = facts;
    let survey = Survey::of(&mut files, &install.main_config);
    let is_it = |file: &AbsPath, line| *file == site.file && line == site.line;
    let servers = survey.servers();
    let server = servers.iter().find(|server| is_it(&server.site.file, server.site.line));
    let own = server.map(|server| server.node.inside()).unwrap_or_default();
    let around = context_directives(&survey.config, Context::Http);
    let setting = own.iter().chain(&around).find(|node| node.is("ssl_reject_handshake"));
    setting.is_some_and(|node| node.first().is_some_and(|value| value == "on"))
}
