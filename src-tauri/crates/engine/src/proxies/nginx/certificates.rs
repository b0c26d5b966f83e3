use super::config::Config;
use super::include_path::config_path;
use super::node::Node;
use crate::proxies::TlsMaterial;
use crate::proxies::most::MOST_INHERITED;

/// The values of `ssl_certificate` and `ssl_certificate_key` at one level of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Certificates {
    certs: Vec<String>,
    keys: Vec<String>,
}

impl Certificates {
    /// Those among a block's directives.
    pub(super) fn of(nodes: &[Node<'_>]) -> Self {
        let values = |name: &str| {
            let named = nodes.iter().filter(|node| node.is(name));
            named.filter_map(|node| node.first().map(|value| value.into_owned())).collect()
        };
        Self { certs: values("ssl_certificate"), keys: values("ssl_certificate_key") }
    }

    /// These, and those of the block around where there is none: either list is inherited as a whole.
    pub(super) fn or(self, around: &Self) -> Self {
        let inherited = |around: &Vec<String>| around.iter().take(MOST_INHERITED).cloned().collect();
        let or =
            |own: Vec<String>, around: &Vec<String>| if own.is_empty() { inherited(around) } else { own };
        Self { certs: or(self.certs, &around.certs), keys: or(self.keys, &around.keys) }
    }

    /// The files, each certificate with its key. Those that a variable, an engine or a store leads to are
    /// left out.
    pub(super) fn files(&self, config: &Config) -> Vec<TlsMaterial> {
        let path = |value: &String| {
            let elsewhere = ["engine:", "store:", "data:"].iter().any(|prefix| value.starts_with(prefix));
            if elsewhere || value.contains('$') { None } else { config_path(&config.root, value) }
        };
        let pairs = self.certs.iter().zip(&self.keys);
        pairs
            .filter_map(|(cert, key)| match (path(cert)?, path(key)?) {
                (cert, key) if cert == key => Some(TlsMaterial::Combined(cert)),
                (cert, key) => Some(TlsMaterial::Pair { cert, key }),
            })
            .collect()
    }
}
