use crate::facts::{Install, Process};
use crate::names::AbsPath;

/// What a HAProxy was started with, as far as a plan needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct CommandLine {
    /// The configuration files and folders, in the order in which they are read, as written.
    pub(super) configs: Vec<String>,
    /// The folder that relative paths begin at (`-C`).
    pub(super) folder: Option<String>,
    /// The file with the process id (`-p`).
    pub(super) pid_file: Option<String>,
    /// The name among its peers (`-L`).
    pub(super) local_peer: Option<String>,
    /// Whether a master process watches over workers (`-W`, `-Ws`): it reloads on a signal.
    pub(super) master: bool,
}

impl CommandLine {
    /// Reads arguments, program first.
    pub(super) fn parse(arguments: &[String]) -> Self {
        let mut line = Self::default();
        let mut rest = arguments.iter().skip(1).map(String::as_str).peekable();
        while let Some(argument) = rest.next() {
            match argument {
                "-f" => line.configs.extend(rest.next().map(str::to_owned)),
                "-C" => line.folder = rest.next().map(str::to_owned),
                "-p" => line.pid_file = rest.next().map(str::to_owned),
                "-L" => line.local_peer = rest.next().map(str::to_owned),
                "-W" | "-Ws" => line.master = true,
                "-S" | "-x" | "-n" | "-N" | "-m" | "-cc" => drop(rest.next()),
                "--" => line.configs.extend(rest.by_ref().map(str::to_owned)),
                // Flags without a value, and the process ids after -sf and -st.
                _ => {}
            }
        }
        line
    }

    /// The arguments of an installed one.
    pub(super) fn of(install: &Install) -> Self {
        Self::parse(&install.arguments)
    }

    /// The configuration files and folders as paths; those of a relative path whose beginning is not
    /// known are left out, see [`Self::unplaced`].
    pub(super) fn config_paths(&self) -> Vec<AbsPath> {
        self.configs.iter().filter_map(|config| self.placed(config)).collect()
    }

    /// The configuration files whose place cannot be told.
    pub(super) fn unplaced(&self) -> impl Iterator<Item = &String> {
        self.configs.iter().filter(|config| self.placed(config).is_none())
    }

    /// The process id's file, where it has a plain absolute path.
    pub(super) fn pid_path(&self) -> Option<AbsPath> {
        self.pid_file.as_ref()?.parse().ok()
    }

    fn placed(&self, config: &str) -> Option<AbsPath> {
        config.parse().ok().or_else(|| {
            let folder: AbsPath = self.folder.as_ref()?.parse().ok()?;
            folder.join(config.strip_prefix("./").unwrap_or(config)).ok()
        })
    }
}

/// The different command lines among the processes of that program, in the order of their ids. A
/// worker shows its master's.
pub(super) fn started_with(processes: &[Process], program: &str) -> Vec<Vec<String>> {
    let mut found: Vec<(&Process, Vec<AbsPath>)> = Vec::new();
    for process in processes.iter().filter(|process| process.name == program) {
        let configs = CommandLine::parse(&process.args).config_paths();
        if !configs.is_empty() && found.iter().all(|(_, known)| *known != configs) {
            found.push((process, configs));
        }
    }
    found.into_iter().map(|(process, _)| process.args.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> CommandLine {
        let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        CommandLine::parse(&arguments)
    }

    fn paths(line: &str) -> Vec<String> {
        parse(line).config_paths().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn configs_are_listed_in_order() {
        for (line, expected) in [
            ("haproxy -f /etc/haproxy/haproxy.cfg", &["/etc/haproxy/haproxy.cfg"][..]),
            (
                "haproxy -Ws -f /a.cfg -f /etc/haproxy/conf.d/ -p /run/haproxy.pid",
                &["/a.cfg", "/etc/haproxy/conf.d"],
            ),
            ("haproxy -sf 12 13 -x sockpair@4 -W -db -dM0 -S /run/m.sock -f /a.cfg", &["/a.cfg"]),
            ("haproxy -C /etc/haproxy -f ./a.cfg -f b.cfg", &["/etc/haproxy/a.cfg", "/etc/haproxy/b.cfg"]),
            ("haproxy -D -- /a.cfg /b.cfg", &["/a.cfg", "/b.cfg"]),
            ("haproxy -f a.cfg", &[]),
            ("haproxy -f", &[]),
        ] {
            assert_eq!(paths(line), expected, "{line}");
        }
        assert_eq!(parse("haproxy -f a.cfg").unplaced().count(), 1);
    }

    #[test]
    fn the_master_and_its_pid_file_are_found() {
        let debian =
            parse("/usr/sbin/haproxy -Ws -f /etc/haproxy/haproxy.cfg -p /run/haproxy.pid -S /run/m.sock");
        assert!(debian.master);
        assert_eq!(debian.pid_path(), "/run/haproxy.pid".parse().ok());
        assert!(!parse("haproxy -D -f /a.cfg").master);
    }

    #[test]
    fn workers_and_their_master_are_one() {
        let process = |pid, args: &str| Process {
            pid,
            name: "haproxy".to_owned(),
            args: args.split(' ').map(str::to_owned).collect(),
        };
        let processes = [
            process(1, "haproxy -W -f /a.cfg"),
            process(2, "haproxy -sf 9 -x sockpair@3 -W -f /a.cfg"),
            process(3, "haproxy -f /b.cfg"),
        ];
        assert_eq!(started_with(&processes, "haproxy").len(), 2);
        assert_eq!(started_with(&processes, "nginx").len(), 0);
    }
}
