use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

use super::certificates::Certificates;
use super::config::Config;
use super::listen::{ListenLine, NoListen};
use super::node::{Node, Position};
use super::upstreams::Upstreams;
use crate::facts::{Listen, Problem, Site, SiteKind};
use crate::names::AbsPath;
use crate::proxies::config_files::{ConfigFiles, Reader, whole};
use crate::proxies::most::{MOST_LISTENS, MOST_UPSTREAMS, too_much};

/// A configuration with every `server` block of it, those of `http` first.
#[derive(Debug)]
pub(super) struct Survey {
    /// The configuration.
    pub(super) config: Config,
    /// What is not understood of its blocks.
    pub(super) problems: Vec<Problem>,
    servers: Vec<(Position, ServerBlock)>,
}

/// A `server` block in its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Server<'c> {
    /// The block itself.
    pub(super) node: Node<'c>,
    block: &'c ServerBlock,
}

/// What is understood of a `server` block.
#[derive(Debug)]
pub(super) struct ServerBlock {
    /// What it speaks.
    pub(super) context: Context,
    /// The block as everybody else sees it.
    pub(super) site: Site,
    /// Its `listen` lines as they are written, those for TCP.
    pub(super) listens: Vec<ListenLine>,
    /// Its place among the servers of its context, in the order in which they are read.
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

impl Survey {
    /// What the main file comes to with all that it includes.
    pub(super) fn of(files: &mut dyn ConfigFiles, main: &AbsPath) -> Arc<Self> {
        whole(files, MainFile(main.clone()))
    }

    /// The servers, in the order in which they are read.
    pub(super) fn servers(&self) -> Vec<Server<'_>> {
        let at = |position: &Position| Node::at(&self.config, *position);
        self.servers.iter().map(|(position, block)| Server { node: at(position), block }).collect()
    }
}

impl Deref for Server<'_> {
    type Target = ServerBlock;

    fn deref(&self) -> &ServerBlock {
        self.block
    }
}

/// The file that a configuration begins with.
struct MainFile(AbsPath);

impl Reader for MainFile {
    type Reading = Survey;

    fn read(&self, files: &mut dyn ConfigFiles) -> Survey {
        let config = Config::read(files, &self.0);
        let (servers, problems) = servers(&config);
        Survey { config, servers, problems }
    }

    fn taken_from(&self, other: &Self, reading: &Arc<Survey>) -> Option<Arc<Survey>> {
        (self.0 == other.0).then(|| reading.clone())
    }
}

fn servers(config: &Config) -> (Vec<(Position, ServerBlock)>, Vec<Problem>) {
    let mut found = Vec::new();
    let mut noted = Noted { problems: Vec::new(), room: MOST_LISTENS, upstreams: MOST_UPSTREAMS };
    for context in [Context::Http, Context::Stream, Context::Mail] {
        let around = context_directives(config, context);
        let inherited = Inherited::of(config, &around);
        let nodes: Vec<&Node<'_>> = around.iter().filter(|node| node.is("server")).collect();
        let of_node =
            |(order, node): (usize, &&Node<'_>)| inherited.server(**node, context, order, &mut noted);
        let mut blocks: Vec<ServerBlock> = nodes.iter().enumerate().map(of_node).collect();
        if context == Context::Http {
            share_settings(&mut blocks);
            noted.problems.extend(second_defaults(&blocks));
        }
        found.extend(nodes.iter().map(|node| node.position()).zip(blocks));
    }
    (found, noted.problems)
}

/// What is told of all servers together.
struct Noted {
    problems: Vec<Problem>,
    /// How many addresses and ports may still be told.
    room: usize,
    /// How many places that requests are passed on to may still be told.
    upstreams: usize,
}

impl Noted {
    fn take_upstreams(&mut self, told: usize, server: Node<'_>) {
        if told > self.upstreams {
            self.problems.push(too_much(server.file(), server.line(), "places to pass requests on to"));
        }
        self.upstreams = self.upstreams.saturating_sub(told);
    }
}

/// The directives of a context's block, with what it includes.
pub(super) fn context_directives(config: &Config, context: Context) -> Vec<Node<'_>> {
    let blocks = config.directives().into_iter().filter(|node| node.is(context.word()));
    blocks.flat_map(|block| block.inside()).collect()
}

/// What a server has from the block around it, where it does not say otherwise.
struct Inherited<'c> {
    config: &'c Config,
    ssl: bool,
    http2: bool,
    certificates: Certificates,
    upstreams: Upstreams,
}

impl<'c> Inherited<'c> {
    fn of(config: &'c Config, around: &[Node<'c>]) -> Self {
        Self {
            config,
            ssl: is_on(around, "ssl") == Some(true),
            http2: is_on(around, "http2") == Some(true),
            certificates: Certificates::of(around),
            upstreams: Upstreams::of(around),
        }
    }

    fn server(&self, node: Node<'c>, context: Context, order: usize, noted: &mut Noted) -> ServerBlock {
        let inside = node.inside();
        let mut listens = listens(&inside, context, noted);
        // Gone since 1.25.1; before that it made TLS of every listener of the server.
        if is_on(&inside, "ssl").unwrap_or(self.ssl) {
            listens.iter_mut().for_each(|line| line.at.tls = true);
        }
        let http2 = is_on(&inside, "http2").unwrap_or(self.http2);
        let speaks_tls = listens.iter().any(|line| line.at.tls);
        let certificates = Certificates::of(&inside).or(&self.certificates);
        let names = inside.iter().filter(|inner| inner.is("server_name"));
        let upstreams = self.upstreams.named_in(node, noted.upstreams + 1);
        noted.take_upstreams(upstreams.len(), node);
        let site = Site {
            kind: context.kind(),
            certificates: if speaks_tls { certificates.files(self.config) } else { Vec::new() },
            names: names.flat_map(|names| names.args()).map(|name| name.into_owned()).collect(),
            listens: seen_from_outside(&listens, http2),
            upstreams,
            file: node.file().clone(),
            line: node.line(),
            managed: node.mark().is_some(),
        };
        ServerBlock { context, site, listens, order }
    }
}

fn listens(inside: &[Node<'_>], context: Context, noted: &mut Noted) -> Vec<ListenLine> {
    let mut listens = Vec::new();
    let mut lines = inside.iter().filter(|inner| inner.is("listen")).peekable();
    if context == Context::Http && lines.peek().is_none() {
        listens.push(ListenLine::implied());
    }
    for line in lines {
        let args = line.args();
        match ListenLine::parse(&args, noted.room) {
            Ok(lines) => {
                noted.room -= lines.len();
                listens.extend(lines);
            }
            Err(NoListen::TooMany) => {
                noted.problems.push(too_much(line.file(), line.line(), "addresses and ports"));
            }
            Err(NoListen::Unclear) => noted.problems.push(Problem::at(
                "listen_not_understood",
                line.file(),
                line.line(),
                format!("`listen {}` is not understood", args.join(" ")),
            )),
        }
    }
    listens
}

/// Every address that visitors can dial: a socket for both kinds of addresses counts as one of each.
fn seen_from_outside(lines: &[ListenLine], http2: bool) -> Vec<Listen> {
    let mut seen = Vec::new();
    for line in lines {
        let at = Listen { http2: line.at.http2 || http2, ..line.at.clone() };
        let ipv4_too = (line.dual_stack && at.address == "[::]").then(|| "*".to_owned());
        seen.push(at.clone());
        seen.extend(ipv4_too.map(|address| Listen { address, ..at }));
    }
    seen
}

/// TLS, HTTP/2 in a `listen` and the PROXY line belong to the address: once a single server says so they
/// hold for all that listen there (`ngx_http_add_addresses`).
fn share_settings(servers: &mut [ServerBlock]) {
    let mut shared: BTreeMap<(String, u16), (bool, bool, bool)> = BTreeMap::new();
    for line in servers.iter().flat_map(|server| &server.listens) {
        let addresses = [Some(line.at.address.as_str()), line.dual_stack.then_some("*")];
        for address in addresses.into_iter().flatten() {
            let entry = shared.entry((address.to_owned(), line.at.port)).or_default();
            entry.0 |= line.at.tls;
            entry.1 |= line.at.http2;
            entry.2 |= line.at.proxy_protocol;
        }
    }
    for listen in servers.iter_mut().flat_map(|server| &mut server.site.listens) {
        if let Some((tls, http2, proxy_protocol)) = shared.get(&(listen.address.clone(), listen.port)) {
            listen.tls |= tls;
            listen.http2 |= http2;
            listen.proxy_protocol |= proxy_protocol;
        }
    }
}

/// Two servers that answer for unknown names at the same address: nginx does not start with them.
fn second_defaults(servers: &[ServerBlock]) -> Vec<Problem> {
    let mut marked = BTreeSet::new();
    let mut problems = Vec::new();
    for server in servers {
        for Listen { address, port, default, .. } in &server.site.listens {
            if *default && !marked.insert((address, port)) {
                let message = format!("a second `default_server` for {address}:{port}");
                problems.push(Problem::at(
                    "two_default_servers",
                    &server.site.file,
                    server.site.line,
                    message,
                ));
            }
        }
    }
    problems
}

fn is_on(nodes: &[Node<'_>], name: &str) -> Option<bool> {
    let node = nodes.iter().find(|node| node.is(name))?;
    Some(node.first().is_some_and(|value| value == "on"))
}
