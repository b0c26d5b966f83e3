use super::address::Host;
use super::effective::{Effective, Setting};
use super::neighbour::Neighbour;
use crate::names::AbsPath;

/// Where connections have to begin with a PROXY line (`RemoteIPProxyProtocol` of `mod_remoteip`): a
/// matter of addresses, not of virtual hosts. One that stands outside of them is for every address
/// (all of it seen on 2.4.71).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ProxyLines {
    on: Vec<Line>,
    off: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    host: Host,
    port: Option<u16>,
    file: AbsPath,
    number: usize,
}

impl ProxyLines {
    pub(super) fn of(effective: &Effective, neighbours: &[Neighbour<'_>]) -> Self {
        let mut found = Self::default();
        if !effective.modules.contains("remoteip") {
            return found;
        }
        for setting in effective.main.iter().filter(is_it) {
            found.take(setting, Host::Any, None);
        }
        for neighbour in neighbours {
            for setting in neighbour.vhost.settings.iter().filter(is_it) {
                for address in &neighbour.addresses {
                    found.take(setting, address.host, address.port);
                }
            }
        }
        found
    }

    /// Whether they are on a connection to that address. A name in the place of an address may be any.
    pub(super) fn are_expected(&self, host: Host, port: u16) -> bool {
        self.line(host, port).is_some()
    }

    /// The file and the line that says so.
    pub(super) fn line(&self, host: Host, port: u16) -> Option<(&AbsPath, usize)> {
        let covers = |line: &&Line| {
            let same_host = line.host == Host::Any || line.host == host || line.host == Host::Name;
            same_host && line.port.is_none_or(|own| own == port)
        };
        let on = self.on.iter().find(covers)?;
        self.off.iter().find(covers).is_none().then_some((&on.file, on.number))
    }

    /// The last word on an address counts.
    fn take(&mut self, setting: &Setting, host: Host, port: Option<u16>) {
        let is_on = setting.first().is_some_and(|value| value.eq_ignore_ascii_case("on"));
        let (to, from) = if is_on { (&mut self.on, &mut self.off) } else { (&mut self.off, &mut self.on) };
        from.retain(|line| (line.host, line.port) != (host, port));
        to.push(Line { host, port, file: AbsPath::clone(&setting.file), number: setting.line });
    }
}

fn is_it(setting: &&Setting) -> bool {
    !setting.nested && setting.name == "remoteipproxyprotocol"
}
