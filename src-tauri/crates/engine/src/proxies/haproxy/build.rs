use std::collections::BTreeSet;

use crate::names::Version;

/// What `haproxy -vv` says of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Build {
    /// Its version.
    pub(super) version: Version,
    /// The OpenSSL that it runs with: it decides which groups and versions of TLS can be named.
    pub(super) openssl: Option<Version>,
    /// Features as `+OPENSSL`, compression as `compression gzip`, protocols as `mux h2`.
    pub(super) features: BTreeSet<String>,
}

impl Build {
    /// Reads the output; `None` where it names no version (`HA-Proxy version` before 2.4, `HAProxy
    /// version` since).
    pub(super) fn parse(output: &str) -> Option<Self> {
        let after =
            |start: &str| output.lines().find_map(|line| line.trim().strip_prefix(start)).map(str::trim);
        let version = after("HAProxy version ").or_else(|| after("HA-Proxy version "))?;
        let version = version.split(' ').next()?.parse().ok()?;
        let library = [
            "Running on OpenSSL version : ",
            "Running on SSL library version : ",
            "Built with OpenSSL version : ",
            "Built with SSL library version : ",
        ];
        let openssl = library.into_iter().find_map(after).and_then(|text| text.strip_prefix("OpenSSL "));
        let mut features = BTreeSet::new();
        let listed = after("Feature list : ").unwrap_or_default().split(' ');
        features.extend(listed.filter(|feature| feature.starts_with('+')).map(str::to_owned));
        // Before 2.0 there is no list, only what `make` was called with.
        let options = after("OPTIONS = ").unwrap_or_default().split(' ');
        let options = options.filter_map(|option| option.strip_prefix("USE_")?.strip_suffix("=1"));
        features.extend(options.map(|option| format!("+{option}")));
        let algorithms = after("Compression algorithms supported : ").unwrap_or_default().split(", ");
        let names = algorithms.filter_map(|algorithm| algorithm.split('(').next());
        features.extend(names.filter(|name| !name.is_empty()).map(|name| format!("compression {name}")));
        let protocols = output.lines().filter(|line| line.contains("mode=HTTP"));
        let names = protocols.filter_map(|line| line.trim().split_once(" :").map(|(name, _)| name.trim()));
        features.extend(names.filter(|name| *name != "<default>").map(|name| format!("mux {name}")));
        Some(Self { version, openssl: openssl.and_then(|text| text.parse().ok()), features })
    }
}
