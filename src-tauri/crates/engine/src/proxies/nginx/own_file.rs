use super::file_edits::FileEdits;
use super::place::SitePlace;
use crate::facts::{DropIn, HostFacts};
use crate::host::EntryKind;
use crate::names::{AbsPath, Fqdn};
use crate::plan::{Finding, Refusal, Step};
use crate::proxies::WantedSite;
use crate::text::{Edit, Mark, MarkedBlock};

/// The file that a site stands in: its own, or the main file where sites have no folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnFile {
    /// The file that is written.
    pub(super) path: AbsPath,
    /// The link to it, where sites are linked.
    link: Option<AbsPath>,
    /// The place of the brace that it goes before, in a file of others.
    before_brace: Option<usize>,
}

/// Read last, the site never becomes the one that answers for unknown names where nobody is marked for
/// that (the first is), and from 1.23.4 nobody is warned about listening with other options than it.
const FIRST: &str = "zz-";

/// What both `*` and `*.conf` take.
const LAST: &str = ".conf";

/// Whether a file could be one of this product's, by its name.
pub(super) fn could_be_ours(name: &str) -> bool {
    name.contains("jellyfin-") && name.ends_with(LAST) && !name.starts_with('.')
}

/// The site's name for files: a name of 253 characters would leave no room for an ending in the 255
/// that a file system takes.
pub(super) fn stem(site: &WantedSite) -> String {
    let stem = site.file_stem();
    if stem.len() > 200 { format!("jellyfin-{}", site.slug) } else { stem }
}

impl OwnFile {
    /// The one that is there already, or a new one.
    pub(super) fn of(facts: &HostFacts, place: &SitePlace, site: &WantedSite) -> Self {
        let (folder, link_folder) = match place {
            SitePlace::Folder { drop_in: DropIn::Linked { available, enabled }, .. } => {
                (available, Some(enabled))
            }
            SitePlace::Folder { folder, .. } => (folder, None),
            SitePlace::Block { file, brace } => {
                return Self { path: file.clone(), link: None, before_brace: Some(*brace) };
            }
        };
        let ours = |path: &&AbsPath| {
            path.parent() == *folder
                && could_be_ours(path.file_name())
                && facts.content(path).is_some_and(|bytes| Mark::of(bytes, &site.domain).is_some())
        };
        let there = facts.files.keys().find(ours).map(|path| path.file_name().to_owned());
        let name = there.unwrap_or_else(|| format!("{FIRST}{}{LAST}", stem(site)));
        let within = |folder: &AbsPath| folder.join(&name).expect("a domain is a plain name");
        Self { path: within(folder), link: link_folder.map(within), before_brace: None }
    }

    /// The path under which the server reads it.
    pub(super) fn as_read(&self) -> &AbsPath {
        self.link.as_ref().unwrap_or(&self.path)
    }

    /// What this product wrote for the name before.
    pub(super) fn present<'f>(&self, facts: &'f HostFacts, domain: &Fqdn) -> Option<&'f [u8]> {
        let bytes = facts.content(&self.path)?;
        Mark::of(bytes, domain).map(|block| &bytes[block.span])
    }

    /// Puts the site's text there, with every byte outside its marks kept, and tells what is to be said
    /// of it.
    ///
    /// # Errors
    /// When something lies there that this product did not write.
    pub(super) fn write(
        &self,
        edits: &mut FileEdits<'_>,
        domain: &Fqdn,
        body: &str,
    ) -> Result<Option<Finding>, Refusal> {
        let facts = edits.facts();
        let text = Mark::wrap(domain, body).into_bytes();
        let block = self.present_block(facts, domain)?;
        let before = facts.content(&self.path).unwrap_or_default();
        let (edit, finding) = match (block, self.before_brace) {
            (Some(block), _) => {
                let edited = !block.untouched && before[block.span.clone()] != *text;
                (Edit { span: block.span, text }, edited.then(|| self.edited()))
            }
            (None, Some(brace)) => (line_before(before, brace, text), None),
            (None, None) => (Edit { span: 0..0, text }, None),
        };
        edits.add(&self.path, edit);
        Ok(finding)
    }

    /// The folders that have to be there.
    pub(super) fn folders(&self) -> impl Iterator<Item = Step> {
        let linked = self.link.as_ref().map(|link| [self.path.parent(), link.parent()]);
        linked.into_iter().flatten().map(|path| Step::MakeFolder { path, mode: 0o755 })
    }

    /// The link by which the server reads it.
    pub(super) fn link_step(&self) -> Option<Step> {
        self.link.as_ref().map(|path| Step::Link { path: path.clone(), target: self.path.clone() })
    }

    fn present_block(&self, facts: &HostFacts, domain: &Fqdn) -> Result<Option<MarkedBlock>, Refusal> {
        if let Some(link) = &self.link {
            self.link_is_ours(facts, link)?;
        }
        match (facts.entry(&self.path), facts.content(&self.path)) {
            (None, _) => Ok(None),
            (Some(_), Some(bytes)) => match Mark::of(bytes, domain) {
                // Without its end nobody can say where the user's own lines begin.
                Some(block) if block.closed => Ok(Some(block)),
                Some(_) => {
                    Err(in_the_way(&self.path, "the line that ends this product's part is gone from it"))
                }
                None if self.before_brace.is_some() => Ok(None),
                None => Err(in_the_way(&self.path, "it was not written by this product")),
            },
            (Some(_), None) => Err(in_the_way(&self.path, "it could not be read")),
        }
    }

    fn link_is_ours(&self, facts: &HostFacts, link: &AbsPath) -> Result<(), Refusal> {
        match facts.entry(link).map(|entry| &entry.kind) {
            None => Ok(()),
            Some(EntryKind::Link(target)) if self.is_meant(link, target) => Ok(()),
            Some(_) => Err(in_the_way(link, "it is no link to this product's file")),
        }
    }

    /// Whether a link's text, which may be relative to its folder, leads to the file.
    fn is_meant(&self, link: &AbsPath, target: &std::path::Path) -> bool {
        let sibling =
            target.strip_prefix("..").ok().map(|below| link.parent().parent().as_path().join(below));
        target == self.path.as_path() || sibling.is_some_and(|target| target == self.path.as_path())
    }

    fn edited(&self) -> Finding {
        Finding::warning(
            "managed_block_edited",
            format!(
                "{} was changed by hand since it was written, and that change will be replaced",
                self.path
            ),
            "keep a copy of it, or put the change outside the marked lines",
        )
    }
}

/// Lines that go in before the line of a brace, or before the brace where it has no line to itself.
fn line_before(source: &[u8], brace: usize, text: Vec<u8>) -> Edit {
    let line = source[..brace].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    if source[line..brace].iter().all(u8::is_ascii_whitespace) {
        Edit { span: line..line, text }
    } else {
        Edit { span: brace..brace, text: [b"\n".as_slice(), &text].concat() }
    }
}

fn in_the_way(file: &AbsPath, why: &str) -> Refusal {
    Refusal::NotUnderstood { file: file.clone(), line: 1, message: format!("this file is in the way: {why}") }
}
