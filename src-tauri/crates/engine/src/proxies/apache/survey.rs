use super::effective::Effective;
use super::listen::ListenLine;
use super::neighbour::{Neighbour, bare_name, upstreams};
use crate::facts::{Listen, Problem, Site, SiteKind};
use crate::names::AbsPath;

/// The sites of a configuration, and what of their addresses and ports is not understood.
pub(super) fn sites(effective: &Effective, main_config: &AbsPath) -> (Vec<Site>, Vec<Problem>) {
    let (listens, strange_listens) = ListenLine::all(effective);
    let (neighbours, strange_hosts) = Neighbour::all(effective);
    let listen_problems = strange_listens.into_iter().map(|setting| Problem {
        code: "listen_not_understood".to_owned(),
        file: setting.file.clone(),
        line: setting.line,
        message: format!("`Listen {}` is not understood", setting.args.join(" ")),
    });
    let host_problems = strange_hosts.into_iter().map(|vhost| Problem {
        code: "address_not_understood".to_owned(),
        file: vhost.file.clone(),
        line: vhost.line,
        message: format!("`<VirtualHost {}>` is not understood", vhost.addresses.join(" ")),
    });
    let problems = listen_problems.chain(host_problems).collect();
    let mut sites: Vec<Site> = Vec::new();
    for neighbour in &neighbours {
        let listens = addresses(neighbour, effective, &listens, &sites);
        sites.push(Site {
            kind: SiteKind::Http,
            certificates: Vec::new(),
            names: neighbour.names.clone(),
            listens,
            upstreams: upstreams(&neighbour.vhost.settings),
            file: neighbour.vhost.file.clone(),
            line: neighbour.vhost.line,
            managed: neighbour.vhost.written_for.is_some(),
        });
    }
    sites.extend(main_server(effective, &neighbours, &listens, main_config));
    (sites, problems)
}

/// Where a virtual host listens; one for any port does so on all that there are.
fn addresses(
    neighbour: &Neighbour<'_>,
    effective: &Effective,
    listens: &[ListenLine],
    earlier: &[Site],
) -> Vec<Listen> {
    let mut found: Vec<Listen> = Vec::new();
    for address in &neighbour.addresses {
        let host = if address.is_wildcard() { "*".to_owned() } else { address.host.clone() };
        let ports = match address.port {
            Some(port) => vec![port],
            None => listens.iter().map(|line| line.port).collect(),
        };
        for port in ports {
            let taken = |listen: &Listen| listen.address == host && listen.port == port;
            if !found.iter().any(taken) {
                let default = !earlier.iter().flat_map(|site| &site.listens).any(taken);
                let tls = neighbour.speaks_tls(port, effective, listens);
                found.push(Listen {
                    address: host.clone(),
                    port,
                    tls,
                    default,
                    http2: false,
                    proxy_protocol: false,
                });
            }
        }
    }
    found
}

/// What is outside of every virtual host answers on the ports that none of them takes.
fn main_server(
    effective: &Effective,
    neighbours: &[Neighbour<'_>],
    listens: &[ListenLine],
    main_config: &AbsPath,
) -> Option<Site> {
    let mut found: Vec<Listen> = Vec::new();
    for line in listens.iter().filter(|line| has_main_server(line.port, neighbours)) {
        let address = line.address.clone().unwrap_or_else(|| "*".to_owned());
        let tls = effective.main_value("sslengine").is_some_and(|value| !value.eq_ignore_ascii_case("off"));
        found.push(Listen {
            address,
            port: line.port,
            tls,
            default: true,
            http2: false,
            proxy_protocol: false,
        });
    }
    (!found.is_empty()).then(|| Site {
        kind: SiteKind::Http,
        certificates: Vec::new(),
        names: effective.main_value("servername").map(bare_name).map(str::to_owned).into_iter().collect(),
        listens: found,
        upstreams: upstreams(&effective.main),
        file: main_config.clone(),
        line: 1,
        managed: false,
    })
}

/// Whether the main server answers on a port: no virtual host takes what is left over there.
pub(super) fn has_main_server(port: u16, neighbours: &[Neighbour<'_>]) -> bool {
    let takes_all = |neighbour: &Neighbour<'_>| {
        neighbour
            .addresses
            .iter()
            .any(|address| address.is_wildcard() && address.port.is_none_or(|own| own == port))
    };
    !neighbours.iter().any(takes_all)
}
