//! Proxy sections with what they begin with: the `defaults` before them, or those they name.

use std::collections::BTreeMap;

use super::configuration::Configuration;
use super::rule_lines::RuleLines;
use super::syntax::{Line, Section, SectionKind};

/// A section that can listen or have servers, and the settings that hold in it.
#[derive(Debug, Clone)]
pub(super) struct Effective<'f> {
    /// The section.
    pub(super) section: Section<'f>,
    /// Its settings, inherited ones included; nobody asks for those of a backend, which most sections are.
    pub(super) settings: Settings<'f>,
}

/// The settings of a proxy section that matter here; the last line of each counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings<'f> {
    /// `mode`.
    mode: Option<&'f Line>,
    /// `disabled` or `enabled`.
    disabled: Option<&'f Line>,
    /// `timeout client`.
    pub(super) client_timeout: Option<&'f Line>,
    /// `option forwardfor`.
    pub(super) forwardfor: Option<&'f Line>,
    /// `default_backend`.
    pub(super) default_backend: Option<&'f Line>,
    /// What is logged: `log-format`, or an `option` that stands for one.
    pub(super) log_format: Option<&'f Line>,
    /// Where to: the last `log` that is not taken back.
    pub(super) log: Option<&'f Line>,
    /// ACLs and rules, in order: those of the defaults first (2.6 and later).
    pub(super) rules: RuleLines<'f>,
}

impl<'f> Effective<'f> {
    /// Whether bytes are passed on as they come: so they are where no `mode http` says otherwise.
    pub(super) fn passes_bytes(&self) -> bool {
        self.settings.mode.is_none_or(|line| !matches!(line.word(1), "http" | "health"))
    }

    /// Whether it listens where it says so: peers and logs come in like visitors.
    pub(super) fn is_entrance(&self) -> bool {
        matches!(self.section.kind, SectionKind::Frontend | SectionKind::Listen | SectionKind::Other)
            && self.settings.disabled.is_none_or(|line| line.word(0) == "enabled" || !line.certain)
    }

    /// Whether a rule has each connection begin with a PROXY line.
    pub(super) fn expects_proxy(&self) -> bool {
        self.settings.rules.iter().any(|line| line.word(2) == "expect-proxy")
    }

    /// Whether a line of its rules is one of this product's, put into somebody else's section.
    pub(super) fn is_guest(&self, line: &Line) -> bool {
        let block = self.section.file.block_at(line.span.start);
        block.is_some_and(|block| !block.span.contains(&self.section.start()))
    }
}

impl<'f> Settings<'f> {
    fn obey(&mut self, line: &'f Line) {
        match (line.word(0), line.word(1)) {
            ("mode", _) => self.mode = Some(line),
            ("disabled" | "enabled", _) => self.disabled = Some(line),
            ("timeout", "client") => self.client_timeout = Some(line),
            ("option", "forwardfor") => self.forwardfor = Some(line),
            ("default_backend", _) => self.default_backend = Some(line),
            ("log-format", _) | ("option", "httplog" | "httpslog" | "tcplog") => self.log_format = Some(line),
            ("log", _) => self.log = Some(line),
            ("no", "log") => self.log = None,
            ("acl" | "use_backend" | "redirect" | "block" | "monitor-uri" | "stats", _)
            | ("http-request" | "http-response" | "tcp-request" | "http-after-response", _) => {
                self.rules.push(line);
            }
            (word, _) if word.starts_with("req") => self.rules.push(line),
            _ => {}
        }
    }
}

impl Configuration {
    /// Every section that can listen or have servers, in the order in which the server meets them.
    pub(super) fn proxies(&self) -> Vec<Effective<'_>> {
        let mut defaults: Vec<Settings<'_>> = Vec::new();
        let mut named: BTreeMap<&str, usize> = BTreeMap::new();
        let mut proxies = Vec::new();
        for section in self.sections() {
            let begins_with = match section.from() {
                Some(name) => named.get(name).copied(),
                None if section.kind == SectionKind::Defaults => None,
                None => defaults.len().checked_sub(1),
            };
            match section.kind {
                SectionKind::Global => continue,
                SectionKind::Other | SectionKind::Backend => {
                    proxies.push(Effective { section, settings: Settings::default() });
                    continue;
                }
                SectionKind::Defaults | SectionKind::Frontend | SectionKind::Listen => {}
            }
            let mut settings = begins_with.map(|at| defaults[at].clone()).unwrap_or_default();
            section.keywords().for_each(|line| settings.obey(line));
            if section.kind == SectionKind::Defaults {
                named.extend(section.name().map(|name| (name, defaults.len())));
                defaults.push(Settings { rules: settings.rules.shared(), ..settings });
            } else {
                proxies.push(Effective { section, settings });
            }
        }
        proxies
    }
}
