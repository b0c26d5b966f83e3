use super::{
    CertificateFacts, CertificateFault, Evidence, Firewall, HostFacts, Install, Os, Selinux, ServiceManager,
    Site, read_certificate,
};
use crate::host::{EntryKind, Host};
use crate::jellyfin;
use crate::names::{AbsPath, Fqdn, Upstream};
use crate::proxies;

/// What to look at besides the usual places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Certificate and key files that somebody named (the same path twice for a combined PEM).
    pub certificates: Vec<(AbsPath, AbsPath)>,
    /// The name whose sites' certificates are looked at, where such a site may be taken over.
    pub certificates_of: Option<Fqdn>,
    /// Where Jellyfin listens, where somebody named it.
    pub upstream: Option<Upstream>,
    /// Jellyfin's configuration folder, where somebody named it.
    pub jellyfin_config: Option<AbsPath>,
    /// The ports that visitors shall come to.
    pub ports: Vec<u16>,
    /// Versions to take for granted, for a tree without a package database.
    pub proxy_version: Option<crate::names::Version>,
    /// Whether to have each server check its present configuration (it opens keys and logs).
    pub check_configs: bool,
}

/// Looks at a machine: reads only, and says what it could not read.
pub fn collect(host: &dyn Host, wanted: &Wanted) -> HostFacts {
    let mut evidence = Evidence::new(host);
    let listeners = match host.listeners() {
        Ok(listeners) => listeners,
        Err(error) => {
            evidence.note(error);
            Vec::new()
        }
    };
    let installs: Vec<Install> =
        proxies::registry().iter().filter_map(|proxy| proxy.detect(&mut evidence, wanted)).collect();
    let jellyfin = jellyfin::find(&mut evidence, wanted.jellyfin_config.as_ref());
    let (certificates, unusable_certificates) = find_certificates(&mut evidence, &installs, wanted);
    let toward_upstream = wanted
        .upstream
        .as_ref()
        .and_then(Upstream::socket_address)
        .and_then(|to| host.source_address(to.ip()));
    let (os, service_manager, ipv6) = system_facts(&mut evidence);
    let selinux = Selinux::look(&mut evidence, &wanted.ports);
    let firewall = Firewall::look(&mut evidence);
    let (files, unread) = evidence.into_parts();
    HostFacts {
        taken_at: host.now(),
        privileged: host.is_privileged(),
        live: host.is_live(),
        os,
        service_manager,
        ipv6,
        selinux,
        firewall,
        installs,
        listeners,
        jellyfin,
        toward_upstream,
        certificates,
        unusable_certificates,
        files,
        unread,
    }
}

/// macOS has no os-release, and this.
const MACOS: &str = "/System/Library/CoreServices/SystemVersion.plist";

fn system_facts(evidence: &mut Evidence<'_>) -> (Os, ServiceManager, bool) {
    let os = ["/etc/os-release", "/usr/lib/os-release"]
        .iter()
        .find_map(|path| evidence.read(&known(path)).map(|text| Os::parse(&String::from_utf8_lossy(text))))
        .unwrap_or_default();
    let is_there = |path: &str| matches!(evidence.host().entry(&known(path)), Ok(Some(_)));
    let os = if os.id.is_empty() && is_there(MACOS) { Os::macos() } else { os };
    let service_manager = ServiceManager::of(evidence.host());
    // A tree has no kernel; the machine it is meant for has IPv6 as nearly every one has.
    let ipv6 = !evidence.host().is_live() || is_there("/proc/net/if_inet6");
    (os, service_manager, ipv6)
}

/// Where certbot, acme.sh, distributions and this product keep certificates: the folder, then the
/// names of chain and key inside it.
const CERTIFICATE_PLACES: [(&str, &str, &str); 4] = [
    ("/etc/letsencrypt/live", "fullchain.pem", "privkey.pem"),
    ("/etc/jellyfin-proxy/certs", "fullchain.pem", "privkey.pem"),
    ("/etc/acme.sh", "fullchain.cer", "{name}.key"),
    ("/root/.acme.sh", "fullchain.cer", "{name}.key"),
];

/// Those that can be read, and what is wrong with the named ones that cannot.
fn find_certificates(
    evidence: &mut Evidence<'_>,
    installs: &[Install],
    wanted: &Wanted,
) -> (Vec<CertificateFacts>, Vec<CertificateFault>) {
    let mut pairs = Vec::new();
    for (folder, chain, key) in CERTIFICATE_PLACES {
        let folder = known(folder);
        for name in evidence.list(&folder) {
            // acme.sh keeps elliptic keys in NAME_ecc, under the plain NAME inside.
            let key = key.replace("{name}", name.strip_suffix("_ecc").unwrap_or(&name));
            if let Ok(pair) = folder.join(&name).and_then(|at| Ok((at.join(chain)?, at.join(&key)?))) {
                pairs.push(pair);
            }
        }
    }
    pairs.extend(loose_certificates(evidence));
    pairs.extend(combined_copies(evidence));
    // When they end is told at home.
    pairs.extend(shown_by(installs, |site| site.managed));
    if let Some(name) = &wanted.certificates_of {
        let is_named = |own: &String| own.eq_ignore_ascii_case(name.as_str());
        pairs.extend(shown_by(installs, |site| site.names.iter().any(is_named)));
    }
    pairs.sort();
    pairs.dedup();
    pairs.retain(|pair| !wanted.certificates.contains(pair));
    let mut found = Vec::new();
    let mut unusable = Vec::new();
    for (path, key) in &wanted.certificates {
        match read_certificate(evidence, path, key) {
            Ok(certificate) => found.push(certificate),
            Err(fault) => unusable.push(fault),
        }
    }
    // Nobody asked for these: what cannot be used is no offer, and no fault either.
    found.extend(pairs.iter().filter_map(|(path, key)| read_certificate(evidence, path, key).ok()));
    (found, unusable)
}

/// What these sites show.
fn shown_by(installs: &[Install], these: impl Fn(&Site) -> bool) -> Vec<(AbsPath, AbsPath)> {
    let sites = installs.iter().flat_map(|install| &install.sites).filter(|site| these(site));
    sites.flat_map(|site| &site.certificates).map(|material| material.files()).collect()
}

/// The copies of certificate and key in one file that this product makes for HAProxy before 2.2.
fn combined_copies(evidence: &mut Evidence<'_>) -> Vec<(AbsPath, AbsPath)> {
    let folder = known("/etc/haproxy/jellyfin-proxy");
    let names = evidence.list(&folder);
    let copies = names.iter().filter(|name| name.ends_with(".combined.pem"));
    copies.filter_map(|name| folder.join(name).ok()).map(|path| (path.clone(), path)).collect()
}

/// `/etc/ssl/certs/X.pem` or `.crt` with `/etc/ssl/private/X.key`: what administrators make by hand.
/// The folder also holds a link for each public root; those have no key and are left out.
fn loose_certificates(evidence: &mut Evidence<'_>) -> Vec<(AbsPath, AbsPath)> {
    let (certs, private) = (known("/etc/ssl/certs"), known("/etc/ssl/private"));
    let keys = match evidence.host().list(&private) {
        Ok(keys) => keys,
        // Closed to everybody but root on every distribution: not worth a note.
        Err(_) => return Vec::new(),
    };
    let stems: Vec<&str> = keys.iter().filter_map(|name| name.strip_suffix(".key")).collect();
    stems
        .iter()
        .flat_map(|stem| [format!("{stem}.pem"), format!("{stem}.crt")].map(|file| (file, format!("{stem}.key"))))
        .filter_map(|(file, key)| Some((certs.join(&file).ok()?, private.join(&key).ok()?)))
        .filter(|(file, _)| {
            matches!(evidence.host().entry(file), Ok(Some(entry)) if matches!(entry.kind, EntryKind::File(_)))
        })
        .collect()
}

fn known(path: &str) -> AbsPath {
    path.parse().expect("a literal plain path")
}
