//! The servers, as a fresh Debian has and starts them.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use procfs::process::{Process, all_processes};
use rustix::process::{Pid, Signal, kill_process};

use crate::tool;

const PATIENCE: Duration = Duration::from_secs(20);

/// A server that can stand in front of Jellyfin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Server {
    Nginx,
    Apache,
    Haproxy,
    Caddy,
}

impl Server {
    /// Its word on the command line of `jellyfin-proxy`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Apache => "apache",
            Self::Haproxy => "haproxy",
            Self::Caddy => "caddy",
        }
    }

    /// Its name for people.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Apache => "Apache",
            Self::Haproxy => "HAProxy",
            Self::Caddy => "Caddy",
        }
    }

    /// What its processes are called.
    fn process_name(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Apache => "apache2",
            Self::Haproxy => "haproxy",
            Self::Caddy => "caddy",
        }
    }

    /// The server of that word.
    pub(crate) fn by_word(word: &str) -> Option<Self> {
        [Self::Nginx, Self::Apache, Self::Haproxy, Self::Caddy]
            .into_iter()
            .find(|server| server.word() == word)
    }

    /// Has it check its configuration, as an administrator would.
    pub(crate) fn check_command(self) -> Command {
        let (program, arguments): (_, &[&str]) = match self {
            Self::Nginx => ("/usr/sbin/nginx", &["-t"]),
            Self::Apache => ("/usr/sbin/apache2ctl", &["-t"]),
            Self::Haproxy => ("/usr/sbin/haproxy", &["-c", "-f", "/etc/haproxy/haproxy.cfg"]),
            Self::Caddy => ("/usr/bin/caddy", &["validate", "--config", "/etc/caddy/Caddyfile"]),
        };
        let mut command = Command::new(program);
        command.args(arguments);
        command
    }

    /// Starts it in the background, as its package's service would.
    pub(crate) fn start(self) -> Result<()> {
        tool::run(match self {
            Self::Nginx => &["/usr/sbin/nginx"],
            Self::Apache => &["/usr/sbin/apache2ctl", "start"],
            Self::Haproxy => &[
                "/usr/sbin/haproxy",
                "-W",
                "-D",
                "-f",
                "/etc/haproxy/haproxy.cfg",
                "-p",
                "/run/haproxy.pid",
                "-S",
                "/run/haproxy-master.sock",
            ],
            Self::Caddy => &["/usr/bin/caddy", "start", "--config", "/etc/caddy/Caddyfile"],
        })
        .map(drop)
    }

    /// Ends it and waits until every process of it is gone.
    pub(crate) fn stop(self) -> Result<()> {
        for process in self.processes()? {
            if let Some(pid) = Pid::from_raw(process.pid()) {
                // Gone already is as good as stopped.
                let _ = kill_process(pid, Signal::TERM);
            }
        }
        let begin = Instant::now();
        while !self.processes()?.is_empty() {
            if begin.elapsed() > PATIENCE {
                bail!("{} does not stop", self.word());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// Its version, as it says it itself.
    pub(crate) fn version(self) -> Result<String> {
        let said = tool::run(match self {
            Self::Nginx => &["/usr/sbin/nginx", "-v"],
            Self::Apache => &["/usr/sbin/apache2ctl", "-v"],
            Self::Haproxy => &["/usr/sbin/haproxy", "-v"],
            Self::Caddy => &["/usr/bin/caddy", "version"],
        })?;
        version_in(&said).map(str::to_owned).with_context(|| format!("a version in {said:?}"))
    }

    /// Whether it is there at all.
    pub(crate) fn is_installed(self) -> bool {
        Path::new(match self {
            Self::Nginx => "/usr/sbin/nginx",
            Self::Apache => "/usr/sbin/apache2",
            Self::Haproxy => "/usr/sbin/haproxy",
            Self::Caddy => "/usr/bin/caddy",
        })
        .exists()
    }

    /// The processes of it that run now.
    pub(crate) fn processes(self) -> Result<Vec<Process>> {
        let all = all_processes().context("the list of processes")?;
        let is_own = |process: &Process| {
            process.stat().is_ok_and(|stat| stat.comm == self.process_name() && stat.state != 'Z')
        };
        Ok(all.filter_map(Result::ok).filter(is_own).collect())
    }
}

/// The first word that begins with a digit and has a dot, after what may stand before it
/// (`nginx/1.22.1`, `Apache/2.4.71`, `2.6.12-1+deb12u4`).
fn version_in(said: &str) -> Option<&str> {
    let words = said.split([' ', '\n', '/']);
    words
        .into_iter()
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()) && word.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_servers_say() {
        let rows = [
            ("nginx version: nginx/1.22.1\n", "1.22.1"),
            ("Server version: Apache/2.4.71 (Debian)\nServer built:   2026-01-01T00:00:00\n", "2.4.71"),
            (
                "HAProxy version 2.6.12-1+deb12u4 2026/03/01 - https://haproxy.org/\nStatus: long-term\n",
                "2.6.12-1+deb12u4",
            ),
            ("2.6.2\n", "2.6.2"),
        ];
        for (said, version) in rows {
            assert_eq!(version_in(said), Some(version), "{said}");
        }
    }
}
