use std::collections::BTreeSet;

use crate::names::{AbsPath, Version};

/// What `nginx -V` says of a binary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Build {
    /// Its version.
    pub(super) version: Version,
    /// The OpenSSL it works with: the older of the one it was built with and the one it runs with,
    /// as neither's newer features can be relied on. `None` for another library.
    pub(super) openssl: Option<Version>,
    /// Its configure arguments, save those for compiler and linker.
    pub(super) options: BTreeSet<String>,
}

impl Build {
    /// Reads what `nginx -V` printed; `None` where it names no version.
    pub(super) fn parse(printed: &str) -> Option<Self> {
        let line =
            |wanted: &str| printed.lines().find_map(|line| line.split_once(wanted).map(|(_, rest)| rest));
        // A relative of nginx may name the release that it is based on (`Tengine/3.1 (nginx/1.24.0)`).
        let version = line("nginx/").or_else(|| line(" version: ")?.split_once('/').map(|(_, rest)| rest))?;
        let built = line("built with OpenSSL ").and_then(|rest| rest.parse::<Version>().ok());
        let running = line("(running with OpenSSL ").and_then(|rest| rest.parse::<Version>().ok());
        Some(Self {
            version: version.parse().ok()?,
            openssl: built.map(|built| running.map_or(built, |running| running.min(built))),
            options: line("configure arguments: ").map(options).unwrap_or_default(),
        })
    }
}

/// The arguments as the shell had them: blanks part them, quotes keep them together.
fn options(line: &str) -> BTreeSet<String> {
    let mut quote = None;
    let parted = line.split(|c: char| {
        match quote {
            Some(open) if open == c => quote = None,
            None if c == '\'' || c == '"' => quote = Some(c),
            _ => {}
        }
        quote.is_none() && c.is_whitespace()
    });
    parted
        .filter(|option| option.starts_with("--"))
        .filter(|option| !option.starts_with("--with-cc-opt") && !option.starts_with("--with-ld-opt"))
        .map(|option| option.replace(['\'', '"'], ""))
        .collect()
}

/// Where a build with these options looks for its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BuildPaths {
    /// The main configuration file.
    pub(super) config: AbsPath,
    /// The folder of its logs.
    pub(super) logs: AbsPath,
}

impl BuildPaths {
    /// nginx's own rules; without any option those of Debian, as a package database tells none.
    pub(super) fn of(options: &BTreeSet<String>) -> Self {
        let known = |text: &str| text.parse::<AbsPath>().expect("a literal plain path");
        if options.is_empty() {
            return Self { config: known("/etc/nginx/nginx.conf"), logs: known("/var/log/nginx") };
        }
        let value = |name: &str| {
            options.iter().find_map(|option| option.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
        };
        let prefix = value("--prefix").and_then(|path| path.parse().ok());
        let prefix = prefix.unwrap_or_else(|| known("/usr/local/nginx"));
        let path = |name: &str, default: &str| {
            let text = value(name).unwrap_or_else(|| default.to_owned());
            if text.starts_with('/') { text.parse().ok() } else { prefix.join(&text).ok() }
        };
        Self {
            config: path("--conf-path", "conf/nginx.conf").unwrap_or_else(|| known("/etc/nginx/nginx.conf")),
            logs: path("--http-log-path", "logs/access.log")
                .map_or_else(|| known("/var/log/nginx"), |log: AbsPath| log.parent()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_libraries_are_told_apart() {
        for (printed, version, openssl) in [
            ("nginx version: nginx/1.22.1\nbuilt with OpenSSL 3.0.20 7 Apr 2026\n", "1.22.1", Some("3.0.20")),
            (
                "nginx version: nginx/1.26.3\nbuilt with OpenSSL 3.5.6 7 Apr 2026 (running with OpenSSL 3.5.7 9 Jun 2026)\n",
                "1.26.3",
                Some("3.5.6"),
            ),
            (
                "nginx version: nginx/1.26.3\nbuilt with OpenSSL 3.5.6 7 Apr 2026 (running with OpenSSL 3.0.2 1 Jan 2022)\n",
                "1.26.3",
                Some("3.0.2"),
            ),
            (
                "nginx version: openresty/1.21.4.1\nbuilt with OpenSSL 1.1.1n  15 Mar 2022\n",
                "1.21.4",
                Some("1.1.1"),
            ),
            ("Tengine version: Tengine/3.1.0 (nginx/1.24.0)\nbuilt with BoringSSL\n", "1.24.0", None),
            ("nginx version: nginx/1.27.3 (nginx-plus-r33)\nbuilt with LibreSSL 3.8.2\n", "1.27.3", None),
        ] {
            let build = Build::parse(printed).unwrap();
            assert_eq!(build.version, version.parse().unwrap(), "{printed}");
            assert_eq!(build.openssl, openssl.map(|text| text.parse().unwrap()), "{printed}");
        }
        assert_eq!(Build::parse("nginx: command not found"), None);
    }

    #[test]
    fn arguments_in_quotes_stay_together() {
        let line = "--with-cc-opt='-g -O2 --with-x' --prefix=/opt/nginx --with-http_ssl_module '--conf-path=/opt/a b.conf'";
        let found = options(line);
        assert_eq!(
            found.iter().map(String::as_str).collect::<Vec<_>>(),
            ["--prefix=/opt/nginx", "--with-http_ssl_module"]
        );
    }

    #[test]
    fn files_are_looked_for_where_the_build_does() {
        let of = |options: &[&str]| {
            let paths = BuildPaths::of(&options.iter().map(|&option| option.to_owned()).collect());
            (paths.config.to_string(), paths.logs.to_string())
        };
        let told = |config: &str, logs: &str| (config.to_owned(), logs.to_owned());
        assert_eq!(of(&[]), told("/etc/nginx/nginx.conf", "/var/log/nginx"));
        assert_eq!(
            of(&["--with-threads"]),
            told("/usr/local/nginx/conf/nginx.conf", "/usr/local/nginx/logs")
        );
        assert_eq!(
            of(&["--prefix=/opt/n", "--conf-path=etc/n.conf", "--http-log-path=/var/log/n/a.log"]),
            told("/opt/n/etc/n.conf", "/var/log/n")
        );
    }
}
