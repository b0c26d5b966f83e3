//! What the server is started with beside its files.

use std::collections::BTreeSet;

use super::layout::Layout;
use super::start_script::StartScript;
use crate::facts::Evidence;
use crate::names::AbsPath;

/// A command line of the server's, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Launch {
    /// The names given with `-D`, for `<IfDefine>`.
    pub(super) defines: BTreeSet<String>,
    /// Directives given with `-C`, which go before the main file.
    pub(super) before: Vec<String>,
    /// Directives given with `-c`, which go after it.
    pub(super) after: Vec<String>,
    /// The folder given with `-d`.
    pub(super) server_root: Option<AbsPath>,
    /// The file given with `-f`.
    pub(super) main_config: Option<AbsPath>,
    /// The arguments without which the server would read another configuration.
    pub(super) repeated: Vec<String>,
}

/// Names that say how it runs and not what it reads.
const RUNS: [&str; 6] = ["DEBUG", "DETACH", "FOREGROUND", "NO_DETACH", "ONE_PROCESS", "SYSTEMD"];

/// Options with a value (httpd(8)).
const VALUED: [char; 9] = ['C', 'D', 'E', 'c', 'd', 'e', 'f', 'k', 'n'];

impl Launch {
    /// Reads arguments, of which the first is the program.
    pub(super) fn parse(arguments: &[String]) -> Self {
        let mut found = Self::default();
        let mut rest = arguments.iter().skip(1);
        while let Some(argument) = rest.next() {
            let Some(option) = argument.strip_prefix('-').and_then(|text| text.chars().next()) else {
                continue;
            };
            if !VALUED.contains(&option) {
                continue;
            }
            let joined = &argument[1 + option.len_utf8()..];
            let value = if joined.is_empty() { rest.next().map_or("", String::as_str) } else { joined };
            found.take(option, value);
        }
        found
    }

    fn take(&mut self, option: char, value: &str) {
        match option {
            'D' if RUNS.contains(&value) => return,
            'D' => {
                self.defines.insert(value.to_owned());
            }
            'C' => self.before.push(value.to_owned()),
            'c' => self.after.push(value.to_owned()),
            'd' => self.server_root = value.parse().ok(),
            'f' => self.main_config = value.parse().ok(),
            _ => return,
        }
        self.repeated.extend([format!("-{option}"), value.to_owned()]);
    }

    /// The arguments of the process that runs, else those that the distribution's script starts it with; none
    /// where they say nothing of what is read.
    pub(super) fn arguments(evidence: &mut Evidence<'_>, layout: &Layout) -> Vec<String> {
        let scripted = StartScript::look(evidence).map(|script| script.arguments(evidence, &layout.binary));
        let arguments = running(evidence, layout.binary.file_name()).or(scripted).unwrap_or_default();
        if Self::parse(&arguments).repeated.is_empty() { Vec::new() } else { arguments }
    }
}

/// The one of several that is told what to read, by a file that is here: one in a container shows paths of its
/// own, or none.
fn running(evidence: &mut Evidence<'_>, name: &str) -> Option<Vec<String>> {
    let host = evidence.host();
    if !host.is_live() {
        return None;
    }
    // Those that cannot be listed are noted where it is asked whether the server runs.
    let mut processes = host.processes().ok()?;
    processes.retain(|process| process.name == name && !process.args.is_empty());
    processes.sort_by_key(|process| process.pid);
    let leads_somewhere = |arguments: &Vec<String>| {
        let launch = Launch::parse(arguments);
        let is_here = |path: &AbsPath| matches!(host.entry(path), Ok(Some(_)));
        !launch.repeated.is_empty() && launch.main_config.as_ref().is_none_or(is_here)
    };
    let mut arguments: Vec<Vec<String>> = processes.into_iter().map(|process| process.args).collect();
    let best = arguments.iter().position(leads_somewhere).unwrap_or_default();
    (best < arguments.len()).then(|| arguments.swap_remove(best))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_told_from_how_it_runs() {
        let suse = [
            "/usr/sbin/httpd-prefork",
            "-DSYSCONFIG",
            "-D",
            "SSL",
            "-C",
            "PidFile /run/httpd.pid",
            "-C",
            "Include /etc/apache2/sysconfig.d/loadmodule.conf",
            "-f",
            "/etc/apache2/httpd.conf",
            "-c",
            "Include /etc/apache2/sysconfig.d/include.conf",
            "-DSYSTEMD",
            "-DFOREGROUND",
            "-k",
            "start",
        ];
        let launch = Launch::parse(&suse.map(str::to_owned));
        assert_eq!(launch.defines, BTreeSet::from(["SSL".to_owned(), "SYSCONFIG".to_owned()]));
        assert_eq!(launch.before.len(), 2);
        assert_eq!(launch.after, ["Include /etc/apache2/sysconfig.d/include.conf"]);
        assert_eq!(launch.main_config, "/etc/apache2/httpd.conf".parse().ok());
        assert_eq!(launch.repeated[..4], ["-D", "SYSCONFIG", "-D", "SSL"]);
        assert!(!launch.repeated.iter().any(|word| word == "-k" || word == "FOREGROUND"));
        for arguments in
            [vec!["/usr/sbin/httpd", "-DFOREGROUND"], vec!["apache2", "-k", "start"], vec![], vec!["x", "-D"]]
        {
            let arguments: Vec<String> = arguments.into_iter().map(str::to_owned).collect();
            let launch = Launch::parse(&arguments);
            assert!(launch.before.is_empty() && launch.main_config.is_none(), "{arguments:?}");
        }
    }
}
