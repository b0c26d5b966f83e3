//! How the certificates that a frontend shows come to cover the site.

use std::collections::BTreeMap;

use crate::facts::{HostFacts, Install};
use crate::host::EntryKind;
use crate::lint::MANAGED;
use crate::names::AbsPath;
use crate::plan::Step;
use crate::proxies::WantedSite;
use crate::proxies::config_files::ConfigFiles;
use crate::proxies::haproxy::bind::{Bind, Shown as How};
use crate::proxies::haproxy::certificates::CertificatePlaces;
use crate::proxies::haproxy::own_files::{Certificate, certificates_folder};
use crate::proxies::haproxy::quote::quote;
use crate::proxies::haproxy::syntax::Line;
use crate::text::{Edit, Mark, apply_edits};

/// The first certificate of a folder is shown to whoever names no site, so ours goes behind all others.
const LAST: &str = "zz-jellyfin-";

/// What has to be done for a certificate to be shown.
#[derive(Debug, Default)]
pub(in crate::proxies::haproxy) struct Shown {
    /// Links into folders of certificates.
    pub(in crate::proxies::haproxy) steps: Vec<Step>,
    /// Lists of certificates as they will be.
    pub(in crate::proxies::haproxy) lists: BTreeMap<AbsPath, Vec<u8>>,
    /// Words put into lines that listen.
    pub(in crate::proxies::haproxy) edits: Vec<(AbsPath, Edit)>,
}

/// What decides how it is shown.
pub(in crate::proxies::haproxy) struct Showing<'a> {
    pub(in crate::proxies::haproxy) facts: &'a HostFacts,
    pub(in crate::proxies::haproxy) install: &'a Install,
    pub(in crate::proxies::haproxy) site: &'a WantedSite,
    pub(in crate::proxies::haproxy) places: &'a CertificatePlaces,
    pub(in crate::proxies::haproxy) certificate: &'a Certificate,
}

impl Showing<'_> {
    /// Has it shown by a frontend of the site's own.
    pub(in crate::proxies::haproxy) fn in_own_folder(&self, shown: &mut Shown) {
        add(&mut shown.steps, self.certificate.links(&certificates_folder(self.install), ""));
    }

    /// Has it shown by a line that listens: in the folder it names, in the list it names, or as one
    /// more word in the line itself.
    pub(in crate::proxies::haproxy) fn by(
        &self,
        file: &AbsPath,
        line: &Line,
        bind: &Bind<'_>,
        shown: &mut Shown,
    ) {
        let named = bind
            .certificates
            .iter()
            .filter_map(|(how, at, written)| Some((*how, *at, self.places.path(written)?)));
        let named: Vec<(How, usize, AbsPath)> = named.collect();
        let own = self.certificate.path();
        if named.iter().any(|(_, _, path)| *path == own) {
            return self.link_own(shown);
        }
        if named.iter().any(|(_, _, path)| path == self.certificate.file()) {
            return;
        }
        for (how, _, path) in &named {
            let done = match how {
                How::Crt => self.in_folder(path, bind.strict_sni, shown),
                How::List => self.in_list(path, shown),
            };
            if done {
                return;
            }
        }
        let behind = named.last().map_or(bind.tls_word, |(_, at, _)| *at);
        let at = line.words[behind].span.end;
        let before = self.facts.content(file).and_then(|content| content.get(..at)?.last());
        // Behind a lone backslash a space would belong to the word; a tab ends it all the same.
        let apart = if before == Some(&b'\\') { '\t' } else { ' ' };
        let text = format!("{apart}crt {}", quote(own.as_str())).into_bytes();
        shown.edits.push((file.clone(), Edit { span: at..at, text }));
        self.link_own(shown);
    }

    fn link_own(&self, shown: &mut Shown) {
        add(&mut shown.steps, self.certificate.own_links());
    }

    fn in_folder(&self, folder: &AbsPath, strict_sni: bool, shown: &mut Shown) -> bool {
        if *folder == certificates_folder(self.install) {
            self.in_own_folder(shown);
            return true;
        }
        let is_folder =
            self.facts.entry(folder).is_some_and(|entry| !matches!(entry.kind, EntryKind::File(_)));
        let mut files = self.facts;
        let names = files.names(folder);
        let before = |name: &String| {
            !name.starts_with('.') && name.as_str() < LAST && name.to_lowercase().as_str() < LAST
        };
        let stays_default = names.iter().any(before) || (strict_sni && names.is_empty());
        let ours = is_folder && is_managed(folder) && stays_default;
        if ours {
            add(&mut shown.steps, self.certificate.links(folder, LAST));
        }
        ours
    }

    fn in_list(&self, list: &AbsPath, shown: &mut Shown) -> bool {
        let Some(before) = self.facts.content(list).filter(|_| is_managed(list)) else { return false };
        if !shown.lists.contains_key(list) {
            let entry = format!("{} {}", self.certificate.path(), self.site.domain);
            let mut text = Mark::wrap(&self.site.domain, &entry);
            let span = match Mark::of(before, &self.site.domain) {
                Some(block) => block.span,
                None => before.len()..before.len(),
            };
            if span.is_empty() && !before.is_empty() && !before.ends_with(b"\n") {
                text.insert(0, '\n');
            }
            let content = apply_edits(before, vec![Edit { span, text: text.into_bytes() }]);
            shown.lists.insert(list.clone(), content);
            self.link_own(shown);
        }
        true
    }
}

fn add(steps: &mut Vec<Step>, more: Vec<Step>) {
    for step in more {
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
}

fn is_managed(path: &AbsPath) -> bool {
    MANAGED.iter().any(|folder| path.as_path().starts_with(folder))
}
