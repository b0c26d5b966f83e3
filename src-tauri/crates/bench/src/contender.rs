//! What is compared.

use crate::server::Server;

/// One way of reaching Jellyfin.
#[derive(Debug)]
pub(crate) struct Contender {
    /// Its word on the command line and in the JSON document.
    pub(crate) name: &'static str,
    /// Its name in tables.
    pub(crate) title: &'static str,
    /// The server in front; `None` where the client speaks with Jellyfin itself.
    pub(crate) server: Option<Server>,
    pub(crate) configuration: Configuration,
}

/// Where a contender's configuration comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Configuration {
    /// There is none: plain HTTP to Jellyfin.
    None,
    /// A text of this crate, put where an administrator would put it.
    Text {
        text: &'static str,
        /// Apache's modules that its instructions say to switch on, or that it cannot do without.
        modules: &'static [&'static str],
    },
    /// `jellyfin-proxy setup` writes it.
    Written,
}

macro_rules! text {
    ($file:literal $(, $module:literal)*) => {
        Configuration::Text {
            text: include_str!(concat!("../configurations/", $file)),
            modules: &[$($module),*],
        }
    };
}

const fn contender(
    name: &'static str,
    title: &'static str,
    server: Server,
    configuration: Configuration,
) -> Contender {
    Contender { name, title, server: Some(server), configuration }
}

/// All of them. What is compared with each other stands together: they are measured in this order, so
/// that little time passes between the two sides of a ratio.
pub(crate) static CONTENDERS: [Contender; 12] = [
    contender("nginx-seed", "nginx, first text", Server::Nginx, text!("nginx/seed.conf")),
    contender("nginx-written", "nginx, written", Server::Nginx, Configuration::Written),
    contender("nginx-official", "nginx, Jellyfin's own", Server::Nginx, text!("nginx/official.conf")),
    contender(
        "apache-seed",
        "Apache, first text",
        Server::Apache,
        text!("apache/seed.conf", "proxy", "proxy_http", "ssl"),
    ),
    contender("apache-written", "Apache, written", Server::Apache, Configuration::Written),
    contender(
        "apache-official",
        "Apache, Jellyfin's own",
        Server::Apache,
        text!(
            "apache/official.conf",
            "proxy",
            "proxy_http",
            "proxy_wstunnel",
            "ssl",
            "headers",
            "rewrite",
            "http2"
        ),
    ),
    contender("haproxy-seed", "HAProxy, first text", Server::Haproxy, text!("haproxy/seed.cfg")),
    contender("haproxy-written", "HAProxy, written", Server::Haproxy, Configuration::Written),
    contender("haproxy-official", "HAProxy, Jellyfin's own", Server::Haproxy, text!("haproxy/official.cfg")),
    contender("caddy", "Caddy, one line", Server::Caddy, text!("caddy/one-liner.Caddyfile")),
    Contender {
        name: "direct-http",
        title: "direct, plain HTTP",
        server: None,
        configuration: Configuration::None,
    },
    contender("direct-tls", "TLS and no proxy: the limit", Server::Nginx, text!("nginx/no-proxy.conf")),
];

/// The contender of that name.
pub(crate) fn named(name: &str) -> Option<&'static Contender> {
    CONTENDERS.iter().find(|contender| contender.name == name)
}

/// Those whose name begins with one of the words; all where there are no words.
pub(crate) fn chosen(words: &[String]) -> Vec<&'static Contender> {
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.starts_with(word.as_str()));
    CONTENDERS.iter().filter(|contender| wanted(contender.name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_choose_by_the_beginning_of_a_name() {
        let names = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
            chosen(&words).iter().map(|contender| contender.name).collect::<Vec<_>>()
        };
        assert_eq!(names(&["direct"]), ["direct-http", "direct-tls"]);
        assert_eq!(names(&["caddy", "nginx-w"]), ["nginx-written", "caddy"]);
        assert_eq!(names(&[]).len(), CONTENDERS.len());
        assert_eq!(names(&["lighttpd"]).len(), 0);
    }
}
