use std::collections::{BTreeMap, BTreeSet};

use super::address::{Address, Host};
use super::printed::modules;

/// What the server itself has of its configuration: what it prints for `-t` with the names that ask for
/// its virtual hosts, modules, settings and files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Served {
    /// The virtual hosts of each address, in the order in which they are asked.
    pub(super) chains: BTreeMap<(Host, Option<u16>), Vec<ServedHost>>,
    /// What is defined, on the command line or by `Define`.
    pub(super) defines: BTreeSet<String>,
    /// The modules, without `_module`.
    pub(super) modules: Option<BTreeSet<String>>,
    /// The files that it read; none where it does not say.
    pub(super) files: BTreeSet<String>,
}

/// A virtual host as the server has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ServedHost {
    /// The name it goes by.
    pub(super) name: String,
    /// Its file.
    pub(super) file: String,
    /// The line it stands at, or that of the `Use` that brings it.
    pub(super) line: usize,
    /// Its other names; `None` where it is alone on an address and they are not said.
    pub(super) aliases: Option<BTreeSet<String>>,
}

/// What the names begin with that asking itself brings along.
const ASKED: &str = "DUMP_";

impl Served {
    /// The question, in arguments.
    pub(super) const QUESTION: [&'static str; 9] =
        ["-t", "-D", "DUMP_VHOSTS", "-D", "DUMP_MODULES", "-D", "DUMP_RUN_CFG", "-D", "DUMP_INCLUDES"];

    /// Reads what was printed; `None` where it is no list of virtual hosts.
    pub(super) fn parse(printed: &str) -> Option<Self> {
        let (before, list) = printed.split_once("VirtualHost configuration:")?;
        let mut seen = Self { modules: modules(list), files: files(before), ..Self::default() };
        let mut chain: Option<(Host, Option<u16>)> = None;
        for line in list.lines() {
            let text = line.trim_start();
            if let Some(define) = line.strip_prefix("Define: ") {
                if !define.starts_with(ASKED) {
                    seen.defines.insert(define.split('=').next().unwrap_or(define).to_owned());
                }
            } else if text.len() == line.len() {
                chain = seen.address(line).or(chain);
            } else if let Some(chain) = chain {
                seen.entry(chain, text);
            }
        }
        Some(seen)
    }

    /// `ADDRESS  is a NameVirtualHost`, or `ADDRESS  NAME (FILE:LINE)` for one that is alone there.
    fn address(&mut self, line: &str) -> Option<(Host, Option<u16>)> {
        let (address, rest) = line.split_once(' ')?;
        let rest = rest.trim();
        let alone = host(rest);
        if alone.is_none() && rest != "is a NameVirtualHost" {
            return None;
        }
        let address = Address::parse(address)?;
        let chain = (address.host, address.port);
        self.chains.entry(chain).or_default().extend(alone);
        Some(chain)
    }

    /// `port 80 namevhost NAME (FILE:LINE)`, `alias NAME`, `wild alias NAME`. The default server is named
    /// once more among them.
    fn entry(&mut self, chain: (Host, Option<u16>), text: &str) {
        let hosts = self.chains.entry(chain).or_default();
        if let Some((_, rest)) = text.strip_prefix("port ").and_then(|rest| rest.split_once(" namevhost ")) {
            hosts.extend(host(rest).map(|host| ServedHost { aliases: Some(BTreeSet::new()), ..host }));
        } else if let Some(name) = text.strip_prefix("alias ").or_else(|| text.strip_prefix("wild alias ")) {
            let aliases = hosts.last_mut().and_then(|host| host.aliases.as_mut());
            aliases.into_iter().for_each(|aliases| {
                aliases.insert(name.trim_end().to_owned());
            });
        }
    }
}

/// `NAME (FILE:LINE)`, or for what a macro brings
/// `NAME (macro 'm' (defined on line 2 of "FILE") used on line 9 of "FILE":1)`, the outermost use last.
fn host(text: &str) -> Option<ServedHost> {
    let (name, place) = text.trim_end().strip_suffix(')')?.split_once(" (")?;
    let (file, number) = place.rsplit_once(':')?;
    let (file, line) = match file.rsplit_once("used on line ") {
        Some((_, used)) => {
            let (line, file) = used.split_once(" of ")?;
            (file.trim_matches('"'), line.parse().ok()?)
        }
        None => (file, number.parse().ok()?),
    };
    let found = ServedHost { name: name.to_owned(), file: file.to_owned(), line, aliases: None };
    file.starts_with('/').then_some(found)
}

/// `    (146) /etc/apache2/ports.conf`, the main file with a star.
fn files(printed: &str) -> BTreeSet<String> {
    let listed = printed.split_once("Included configuration files:").map_or("", |(_, list)| list).lines();
    let paths =
        listed.filter_map(|line| line.trim_start().strip_prefix('(')?.split_once(") ").map(|(_, path)| path));
    paths.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = r#"Included configuration files:
  (*) /etc/apache2/apache2.conf
    (150) /etc/apache2/ports.conf
AH00558: apache2: Could not reliably determine the server's name
VirtualHost configuration:
[2001:db8::9]:80       ip.test (/etc/apache2/sites-enabled/a.conf:57)
203.0.113.9:*          ipany.test (/etc/apache2/sites-enabled/a.conf:60)
*:80                   is a NameVirtualHost
         default server 127.0.0.1 (/etc/apache2/sites-enabled/000-default.conf:1)
         port 80 namevhost 127.0.0.1 (/etc/apache2/sites-enabled/000-default.conf:1)
         port 80 namevhost b.test (macro 'vh' (defined on line 2 of "/etc/a.conf") used on line 1 of "macro 'outer' (defined on line 10 of "/etc/a.conf") used on line 15 of "/etc/b c.conf"":1)
                 alias www.b.test
                 wild alias *.b.test
ServerRoot: "/etc/apache2"
Define: DUMP_VHOSTS
Define: ENABLE_X
Define: Y=1
User: name="www-data" id=33 not_used
Loaded Modules:
 core_module (static)
 ssl_module (shared)
"#;

    #[test]
    fn all_that_it_says_is_read_past_its_noise() {
        let seen = Served::parse(PRINTED).unwrap();
        let chains: Vec<String> = seen
            .chains
            .iter()
            .flat_map(|((host, port), hosts)| {
                hosts
                    .iter()
                    .map(move |own| format!("{host:?} {port:?} {} {}:{}", own.name, own.file, own.line))
            })
            .collect();
        assert_eq!(
            chains,
            [
                "Any Some(80) 127.0.0.1 /etc/apache2/sites-enabled/000-default.conf:1",
                "Any Some(80) b.test /etc/b c.conf:15",
                "Ip(203.0.113.9) None ipany.test /etc/apache2/sites-enabled/a.conf:60",
                "Ip(2001:db8::9) Some(80) ip.test /etc/apache2/sites-enabled/a.conf:57",
            ]
        );
        let aliases = |at: usize| seen.chains[&(Host::Any, Some(80))][at].aliases.clone();
        assert_eq!(aliases(0), Some(BTreeSet::new()));
        assert_eq!(aliases(1), Some(BTreeSet::from(["www.b.test".to_owned(), "*.b.test".to_owned()])));
        assert_eq!(seen.defines, BTreeSet::from(["ENABLE_X".to_owned(), "Y".to_owned()]));
        assert_eq!(seen.modules, Some(BTreeSet::from(["core".to_owned(), "ssl".to_owned()])));
        assert_eq!(
            seen.files,
            BTreeSet::from(["/etc/apache2/apache2.conf".to_owned(), "/etc/apache2/ports.conf".to_owned()])
        );
        assert_eq!(Served::parse("apache2: Syntax error on line 3"), None);
    }
}
