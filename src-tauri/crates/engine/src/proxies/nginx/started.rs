//! What a running nginx was started with, as its master process says it.

use crate::facts::{Evidence, Problem};
use crate::host::{EntryKind, ToolCall};
use crate::names::AbsPath;

/// Goes before the arguments in what the master process calls itself.
const MASTER: &str = "nginx: master process ";

/// The arguments that decide which configuration a call is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Started {
    /// `-p`: where relative paths begin.
    prefix: Option<String>,
    /// `-c`: the main file.
    config: Option<String>,
}

impl Started {
    /// Those of the process that runs. Of several the one that a bare call is about; where none is, the
    /// first, and a problem that says so.
    pub(super) fn find(evidence: &mut Evidence<'_>, usual: &AbsPath) -> (Self, Option<Problem>) {
        let host = evidence.host();
        let processes = if host.is_live() { host.processes().unwrap_or_default() } else { Vec::new() };
        let mut running: Vec<Self> = Vec::new();
        for process in processes.iter().filter(|process| process.name == "nginx") {
            let title = process.args.join(" ");
            let Some(started) = title.strip_prefix(MASTER).map(Self::read) else { continue };
            // One in a container shows paths of its own, which lead nowhere here.
            let is_here = started.main_config(usual).is_some_and(
                |config| matches!(host.entry(&config), Ok(Some(entry)) if entry.kind != EntryKind::Folder),
            );
            if is_here && !running.contains(&started) {
                running.push(started);
            }
        }
        let is_usual = |started: &Self| started.main_config(usual).as_ref() == Some(usual);
        match running.as_slice() {
            [] => (Self::default(), None),
            several if several.iter().any(is_usual) => (Self::default(), None),
            [only] => (only.clone(), None),
            [first, ..] => (first.clone(), first.main_config(usual).map(|config| several_run(&config))),
        }
    }

    /// The arguments of an installed one.
    pub(super) fn of(arguments: &[String]) -> Self {
        Self::words(arguments.iter().skip(1).map(String::as_str))
    }

    /// The main file; `None` where its path is none that can be followed.
    pub(super) fn main_config(&self, usual: &AbsPath) -> Option<AbsPath> {
        let Some(config) = &self.config else { return Some(usual.clone()) };
        let prefix = || self.prefix.as_deref()?.parse::<AbsPath>().ok();
        config.parse().ok().or_else(|| prefix()?.join(config).ok())
    }

    /// The same as arguments, program first; nothing where a bare call is about that nginx.
    pub(super) fn arguments(&self, program: &AbsPath) -> Vec<String> {
        let words = self.options();
        let program = Some(program.to_string()).filter(|_| !words.is_empty());
        program.into_iter().chain(words).collect()
    }

    /// A call about that nginx.
    pub(super) fn call(&self, program: &AbsPath, args: &[&str]) -> ToolCall {
        let args = args.iter().map(|&arg| arg.to_owned());
        ToolCall { program: program.clone(), args: self.options().into_iter().chain(args).collect() }
    }

    fn options(&self) -> Vec<String> {
        let given = [("-p", &self.prefix), ("-c", &self.config)];
        let given = given.into_iter().filter_map(|(option, value)| Some([option, value.as_deref()?]));
        given.flatten().map(str::to_owned).collect()
    }

    /// The process calls itself by its arguments in one text, so that a path with a blank is not read whole:
    /// no such file is there then.
    fn read(title: &str) -> Self {
        Self::words(title.split_whitespace().skip(1))
    }

    /// `-c FILE` and `-cFILE`, as nginx takes them.
    fn words<'w>(mut words: impl Iterator<Item = &'w str>) -> Self {
        let mut started = Self::default();
        while let Some(word) = words.next() {
            let mut value = |given: &str| match given {
                "" => words.next().map(str::to_owned),
                given => Some(given.to_owned()),
            };
            if let Some(given) = word.strip_prefix("-c") {
                started.config = value(given);
            } else if let Some(given) = word.strip_prefix("-p") {
                started.prefix = value(given);
            }
        }
        started
    }
}

fn several_run(config: &AbsPath) -> Problem {
    let text = "several nginx run with main files of their own, and none of them with the usual one";
    Problem::at("several_instances", config, 0, text)
}

#[cfg(test)]
mod tests {
    use super::super::layout::known;
    use super::*;

    #[test]
    fn arguments_are_read_as_nginx_takes_them() {
        let usual = known("/etc/nginx/nginx.conf");
        for (title, config, options) in [
            ("/usr/sbin/nginx", Some("/etc/nginx/nginx.conf"), ""),
            ("nginx -g daemon on; master_process on;", Some("/etc/nginx/nginx.conf"), ""),
            ("nginx -c /etc/nginx/other.conf", Some("/etc/nginx/other.conf"), "-c /etc/nginx/other.conf"),
            ("nginx -c/a.conf -g daemon off;", Some("/a.conf"), "-c /a.conf"),
            ("nginx -p /srv/web -c conf/n.conf", Some("/srv/web/conf/n.conf"), "-p /srv/web -c conf/n.conf"),
            ("nginx -p /srv/web/", Some("/etc/nginx/nginx.conf"), "-p /srv/web/"),
            ("nginx -c n.conf", None, "-c n.conf"),
        ] {
            let started = Started::read(title);
            assert_eq!(started.main_config(&usual), config.map(known), "{title}");
            assert_eq!(started.options().join(" "), options, "{title}");
            assert_eq!(Started::of(&started.arguments(&known("/usr/sbin/nginx"))), started, "{title}");
        }
    }
}
