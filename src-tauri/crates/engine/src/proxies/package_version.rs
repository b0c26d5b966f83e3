//! Versions from a package database, for a tree whose programs are never run.

use crate::facts::Evidence;
use crate::host::HostError;
use crate::names::{AbsPath, Version};

/// Where Debian and its like keep what is installed.
const DPKG_STATUS: &str = "/var/lib/dpkg/status";

/// OpenSSL's packages, newest first; a server of the distribution was built with the same.
const OPENSSL: [&str; 3] = ["libssl3t64", "libssl3", "libssl1.1"];

/// The version of the first of these packages that is installed; `None` where none is, or where
/// there is no package database that is understood.
///
/// The database is megabytes of other packages, so it does not become part of the facts.
pub(super) fn package_version(evidence: &mut Evidence<'_>, names: &[&str]) -> Option<Version> {
    let path: AbsPath = DPKG_STATUS.parse().expect("a literal plain path");
    match evidence.host().read(&path) {
        Ok(status) => {
            let status = String::from_utf8_lossy(&status);
            names.iter().find_map(|name| installed_version(&status, name))
        }
        Err(HostError::Missing(_)) => None,
        Err(error) => {
            evidence.note(error);
            None
        }
    }
}

/// The version of the OpenSSL library that is installed as a package.
pub(super) fn openssl_package_version(evidence: &mut Evidence<'_>) -> Option<Version> {
    package_version(evidence, &OPENSSL)
}

/// Reads dpkg's status file: paragraphs of `Field: value`, of which a removed package keeps its own
/// with another `Status`.
fn installed_version(status: &str, name: &str) -> Option<Version> {
    status.split("\n\n").find_map(|paragraph| {
        let field = |wanted: &str| {
            paragraph.lines().find_map(|line| line.strip_prefix(wanted)?.strip_prefix(':')).map(str::trim)
        };
        let is_it = field("Package") == Some(name) && field("Status")?.ends_with(" installed");
        if is_it { field("Version")?.parse().ok() } else { None }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATUS: &str = "\
Package: nginx-common
Status: deinstall ok config-files
Version: 1.18.0-6.1+deb11u5
Description: small, powerful web server
 Package: nginx
 Version: 9.9.9

Package: nginx
Status: install ok installed
Architecture: amd64
Version: 1.22.1-9+deb12u9

Package: apache2-bin
Status: hold ok installed
Version: 1:2.4.68-1~deb12u1
";

    #[test]
    fn installed_packages_have_a_version() {
        for (name, version) in [
            ("nginx", Some(Version::new(1, 22, 1))),
            ("apache2-bin", Some(Version::new(2, 4, 68))),
            ("nginx-common", None),
            ("haproxy", None),
            ("", None),
        ] {
            assert_eq!(installed_version(STATUS, name), version, "{name:?}");
        }
        assert_eq!(installed_version("", "nginx"), None);
    }
}
