//! This product's blocks in the files, and how they come to be as they are wanted.

use std::collections::BTreeMap;

use crate::facts::HostFacts;
use crate::names::{AbsPath, Fqdn};
use crate::plan::Refusal;
use crate::proxies::haproxy::configuration::Configuration;
use crate::proxies::haproxy::syntax::{ConfigFile, SectionKind};
use crate::text::{Edit, Mark, MarkedBlock, line_ends};

/// What a block is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::proxies::haproxy) enum Slot {
    /// A frontend of the site's own.
    Frontend,
    /// The backends.
    Backends,
    /// Before the rules of the section that begins at that byte of that file.
    Early(AbsPath, usize),
    /// Among its `use_backend` lines.
    Late(AbsPath, usize),
}

/// The blocks of one site: those that are there, and the edits that make them those that are wanted.
pub(in crate::proxies::haproxy) struct Blocks<'f> {
    domain: &'f Fqdn,
    facts: &'f HostFacts,
    configuration: &'f Configuration,
    present: BTreeMap<Slot, (AbsPath, MarkedBlock)>,
    edits: BTreeMap<AbsPath, Vec<Edit>>,
    /// The files in which somebody's change to a block is lost.
    pub(in crate::proxies::haproxy) replaced: Vec<AbsPath>,
}

impl<'f> Blocks<'f> {
    /// Finds those that are there.
    ///
    /// # Errors
    /// When one has no end.
    pub(in crate::proxies::haproxy) fn find(
        configuration: &'f Configuration,
        facts: &'f HostFacts,
        domain: &'f Fqdn,
    ) -> Result<Self, Refusal> {
        let (present, edits, replaced) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        let mut blocks = Self { domain, facts, configuration, present, edits, replaced };
        for file in &configuration.files {
            for block in file.blocks() {
                // Without its end nobody can say where the user's own lines begin, whosever block it is.
                if !block.closed {
                    let before = &blocks.content(&file.path)[..block.span.start];
                    return Err(Refusal::NotUnderstood {
                        file: file.path.clone(),
                        line: line_ends(before) + 1,
                        message: "the line that ends this product's part of the file is gone".to_owned(),
                    });
                }
                if block.domain != domain.as_str() {
                    continue;
                }
                match slot(file, block) {
                    Some(slot) if !blocks.present.contains_key(&slot) => {
                        blocks.present.insert(slot, (file.path.clone(), block.clone()));
                    }
                    _ => blocks.remove(&file.path, block),
                }
            }
        }
        Ok(blocks)
    }

    /// Where the block of a slot begins, or will: sections of ours that are new go to the end of a file.
    pub(in crate::proxies::haproxy) fn place_of(&self, slot: &Slot, file: &AbsPath) -> (AbsPath, usize) {
        match self.present.get(slot) {
            Some((file, block)) => (file.clone(), block.span.start),
            None => (file.clone(), self.content(file).len()),
        }
    }

    /// Has a block of sections read so: where it stands, or at the end of that file, after an empty line.
    pub(in crate::proxies::haproxy) fn want_sections(&mut self, slot: &Slot, text: &str, file: &AbsPath) {
        let text = Mark::wrap(self.domain, text);
        if self.replace(slot, &text, usize::MAX) {
            return;
        }
        let before = self.content(file);
        let place = before.len();
        let behind_block = |edit: &Edit| edit.span == (place..place) && edit.text.ends_with(b"\n");
        let behind_another = self.edits.get(file).is_some_and(|edits| edits.iter().any(behind_block));
        let gap = match before {
            _ if behind_another => "\n",
            [] => "",
            [.., b'\n'] => "\n",
            _ => "\n\n",
        };
        self.edit(file, Edit { span: place..place, text: format!("{gap}{text}").into_bytes() });
    }

    /// Has a block within a section read so: where it stands, or at that byte where it is not there yet
    /// or stands behind `limit`.
    pub(in crate::proxies::haproxy) fn want(&mut self, slot: &Slot, text: &str, place: usize, limit: usize) {
        let (Slot::Early(file, _) | Slot::Late(file, _)) = slot else { return };
        let text = Mark::wrap(self.domain, text);
        if self.replace(slot, &text, limit) {
            return;
        }
        // A block of another site's is passed over, whatever line of it the place was found by.
        let known = self.configuration.files.iter().find(|known| known.path == *file);
        let place = match known.and_then(|file| file.block_at(place.saturating_sub(1))) {
            Some(block) if block.span.start < place => block.span.end,
            _ => place,
        };
        let gap = if self.content(file)[..place].ends_with(b"\n") { "" } else { "\n" };
        self.edit(file, Edit { span: place..place, text: format!("{gap}{text}").into_bytes() });
    }

    /// Puts an edit beside those of blocks.
    pub(in crate::proxies::haproxy) fn edit(&mut self, file: &AbsPath, edit: Edit) {
        self.edits.entry(file.clone()).or_default().push(edit);
    }

    /// All edits; blocks that nobody wanted are taken away.
    pub(in crate::proxies::haproxy) fn into_edits(mut self) -> BTreeMap<AbsPath, Vec<Edit>> {
        for (file, block) in std::mem::take(&mut self.present).into_values() {
            self.remove(&file, &block);
        }
        self.edits
    }

    /// Replaces a block that is there and in the right place; otherwise there is none any more.
    fn replace(&mut self, slot: &Slot, text: &str, limit: usize) -> bool {
        let Some((file, block)) = self.present.remove(slot) else { return false };
        if block.span.start > limit {
            self.remove(&file, &block);
            return false;
        }
        if !block.untouched && self.content(&file)[block.span.clone()] != *text.as_bytes() {
            self.replaced.push(file.clone());
        }
        self.edit(&file, Edit { span: block.span, text: text.as_bytes().to_vec() });
        true
    }

    fn remove(&mut self, file: &AbsPath, block: &MarkedBlock) {
        self.edit(file, Edit { span: block.span.clone(), text: Vec::new() });
    }

    fn content(&self, file: &AbsPath) -> &'f [u8] {
        self.facts.content(file).unwrap_or_default()
    }
}

/// What a block is for, by what stands in it.
fn slot(file: &ConfigFile, block: &MarkedBlock) -> Option<Slot> {
    let mut lines = file.lines().iter().filter(|line| block.span.contains(&line.span.start));
    let first = lines.clone().next()?;
    match SectionKind::begun_by(first.word(0)) {
        Some(SectionKind::Backend) => return Some(Slot::Backends),
        Some(_) => return Some(Slot::Frontend),
        None => {}
    }
    let section = file.sections().into_iter().rfind(|section| section.start() < block.span.start)?;
    let (path, at) = (file.path.clone(), section.start());
    let early = lines.any(|line| matches!(line.word(1), "redirect" | "allow"));
    Some(if early { Slot::Early(path, at) } else { Slot::Late(path, at) })
}
