use super::config::{Config, Node, expanded};
use super::listen::ListenLine;
use crate::facts::{Problem, Site, SiteKind};

/// A `server` block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Server {
    /// What it speaks.
    pub(super) context: Context,
    /// The block as everybody else sees it.
    pub(super) site: Site,
    /// Its TCP listeners, in the order of `site.listens`.
    pub(super) listens: Vec<ListenLine>,
    /// Its place in the order in which the server reads everything.
    pub(super) order: usize,
}

/// The block that a `server` stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// `http`
    Http,
    /// `stream`: bytes are passed on as they come.
    Stream,
    /// `mail`
    Mail,
}

impl Context {
    /// Its word in the configuration.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Stream => "stream",
            Self::Mail => "mail",
        }
    }

    fn kind(self) -> SiteKind {
        match self {
            Self::Http => SiteKind::Http,
            Self::Stream => SiteKind::Tcp,
            Self::Mail => SiteKind::Mail,
        }
    }
}

/// Every `server` block of a configuration, and the `listen` lines that are not understood.
pub(super) fn servers(config: &Config) -> (Vec<Server>, Vec<Problem>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for context in [Context::Http, Context::Stream, Context::Mail] {
        for node in context_directives(config, context) {
            if node.name == "server" {
                found.push(server(node, config, context, &mut problems));
            }
        }
    }
    (found, problems)
}

/// The directives of a context's block, with what it includes.
pub(super) fn context_directives(config: &Config, context: Context) -> Vec<&Node> {
    let blocks = expanded(&config.directives).into_iter().filter(|node| node.name == context.word());
    blocks.flat_map(|block| expanded(&block.block)).collect()
}

fn server(node: &Node, config: &Config, context: Context, problems: &mut Vec<Problem>) -> Server {
    let inside = expanded(&node.block);
    let mut listens = Vec::new();
    for line in inside.iter().filter(|inner| inner.name == "listen") {
        match ListenLine::parse(&line.args) {
            Ok(lines) => listens.extend(lines),
            Err(()) => problems.push(Problem {
                code: "listen_not_understood".to_owned(),
                file: line.file.as_ref().clone(),
                line: line.line,
                message: format!("`listen {}` is not understood", line.args.join(" ")),
            }),
        }
    }
    if context == Context::Http && !inside.iter().any(|inner| inner.name == "listen") {
        listens.push(ListenLine::implied());
    }
    // Gone since 1.25.1; before that it made TLS of every listener of the server.
    if is_on(&inside, "ssl")
        .unwrap_or_else(|| is_on(&context_directives(config, context), "ssl") == Some(true))
    {
        listens.iter_mut().for_each(|line| line.at.tls = true);
    }
    let names = inside.iter().filter(|inner| inner.name == "server_name");
    let site = Site {
        kind: context.kind(),
        certificates: Vec::new(),
        names: names.flat_map(|names| names.args.iter().cloned()).collect(),
        listens: listens.iter().map(|line| line.at.clone()).collect(),
        upstreams: upstreams(&inside),
        file: node.file.as_ref().clone(),
        line: node.line,
        managed: node.managed,
    };
    Server { context, site, listens, order: node.order }
}

fn is_on(nodes: &[&Node], name: &str) -> Option<bool> {
    let node = nodes.iter().find(|node| node.name == name)?;
    Some(node.args.first().is_some_and(|value| value == "on"))
}

/// What `proxy_pass` and its like name, at any depth, each once.
fn upstreams(nodes: &[&Node]) -> Vec<String> {
    const PASSES: [&str; 6] =
        ["proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass", "memcached_pass"];
    let mut found = Vec::new();
    for node in nodes {
        let own = node.args.first().filter(|_| PASSES.contains(&node.name.as_str())).cloned();
        for upstream in own.into_iter().chain(upstreams(&expanded(&node.block))) {
            if !found.contains(&upstream) {
                found.push(upstream);
            }
        }
    }
    found
}
