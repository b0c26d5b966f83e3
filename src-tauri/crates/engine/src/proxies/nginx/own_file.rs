use super::drop_in::DropInPlace;
use crate::facts::{DropIn, HostFacts};
use crate::host::EntryKind;
use crate::names::{AbsPath, Fqdn};
use crate::plan::{Finding, Owner, Refusal, Step};
use crate::proxies::WantedSite;
use crate::text::{Edit, Mark, MarkedBlock, apply_edits};

/// The file that a site has to itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnFile {
    /// The file that is written.
    pub(super) path: AbsPath,
    /// The link to it, where sites are linked.
    pub(super) link: Option<AbsPath>,
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
    pub(super) fn of(facts: &HostFacts, place: &DropInPlace, site: &WantedSite) -> Self {
        let (folder, link_folder) = match &place.drop_in {
            DropIn::Linked { available, enabled } => (available, Some(enabled)),
            DropIn::Folder(_) | DropIn::MainFile => (&place.folder, None),
        };
        let ours = |path: &&AbsPath| {
            path.parent() == *folder
                && could_be_ours(path.file_name())
                && facts.content(path).is_some_and(|bytes| Mark::of(bytes, &site.domain).is_some())
        };
        let there = facts.files.keys().find(ours).map(|path| path.file_name().to_owned());
        let name = there.unwrap_or_else(|| format!("{FIRST}{}{LAST}", stem(site)));
        let within = |folder: &AbsPath| folder.join(&name).expect("a domain is a plain name");
        Self { path: within(folder), link: link_folder.map(within) }
    }

    /// The path under which the server reads it.
    pub(super) fn as_read(&self) -> &AbsPath {
        self.link.as_ref().unwrap_or(&self.path)
    }

    /// The steps that put the site's text there, with every byte outside its marks kept, and what is
    /// to be said of it.
    ///
    /// # Errors
    /// When something lies there that this product did not write.
    pub(super) fn steps(
        &self,
        facts: &HostFacts,
        domain: &Fqdn,
        body: &str,
    ) -> Result<(Vec<Step>, Vec<Finding>), Refusal> {
        let written = Mark::wrap(domain, body).into_bytes();
        let block = self.present_block(facts, domain)?;
        let mut findings = Vec::new();
        let content = match (facts.content(&self.path), block) {
            (Some(before), Some(block)) => {
                if !block.untouched && before[block.span.clone()] != *written {
                    findings.push(self.edited());
                }
                apply_edits(before, vec![Edit { span: block.span, text: written }])
            }
            (_, None) | (None, _) => written,
        };
        let mut steps: Vec<Step> = Vec::new();
        if let Some(link) = &self.link {
            steps.extend(
                [self.path.parent(), link.parent()].map(|path| Step::MakeFolder { path, mode: 0o755 }),
            );
        }
        let path = self.path.clone();
        steps.push(Step::WriteFile { path, content: content.into(), mode: 0o644, owner: Owner::Writer });
        steps.extend(self.link.clone().map(|path| Step::Link { path, target: self.path.clone() }));
        Ok((steps, findings))
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

fn in_the_way(file: &AbsPath, why: &str) -> Refusal {
    Refusal::NotUnderstood { file: file.clone(), line: 1, message: format!("this file is in the way: {why}") }
}
