use std::collections::BTreeMap;
use std::ops::Range;

use super::Blocks;
use crate::names::AbsPath;
use crate::plan::Step;
use crate::proxies::nginx::config::{Config, ConfigFile};
use crate::proxies::nginx::file_edits::FileEdits;
use crate::proxies::nginx::survey::Server;
use crate::proxies::nginx::syntax::Document;
use crate::text::{Edit, apply_edits};

/// Takes the blocks out of their files; a redirect that is of others too loses the site's names only. A file
/// with nothing left in it goes as a whole, or its link does, where a pattern and no name includes it.
pub(super) fn take_out(blocks: &Blocks<'_, '_>, edits: &mut FileEdits<'_>) -> Vec<Step> {
    let mut files: BTreeMap<&AbsPath, (&ConfigFile, Vec<Edit>)> = BTreeMap::new();
    for server in blocks.all() {
        let file = server.node.within();
        let is_redirect = blocks.redirecting.iter().any(|other| other.order == server.order);
        let shared = is_redirect && !server.site.names.iter().all(|name| blocks.has_name(name));
        let spans = if shared { name_spans(server, blocks) } else { vec![whole(file, server.node.span())] };
        let own = &mut files.entry(&file.path).or_insert_with(|| (file, Vec::new())).1;
        own.extend(spans.into_iter().map(|span| Edit { span, text: Vec::new() }));
    }
    let mut steps = Vec::new();
    for (path, (file, cuts)) in files {
        let left = Document::read(apply_edits(file.document.source(), cuts.clone()).into());
        if left.len() == 0 && left.fault.is_none() && is_by_pattern(blocks.config, path) {
            steps.push(Step::Remove { path: path.clone() });
        } else {
            cuts.into_iter().for_each(|cut| edits.add(path, cut));
        }
    }
    steps
}

/// A block with its line's blanks and end, where it has the line to itself.
fn whole(file: &ConfigFile, span: Range<usize>) -> Range<usize> {
    let source = file.document.source();
    let is_blank = |byte: &u8| b" \t\r".contains(byte);
    let before = source[..span.start].iter().rposition(|byte| !is_blank(byte)).map_or(0, |at| at + 1);
    let after =
        source[span.end..].iter().position(|byte| !is_blank(byte)).map_or(source.len(), |at| span.end + at);
    let begins_line = before == 0 || source[before - 1] == b'\n';
    match source.get(after) {
        Some(b'\n') if begins_line => before..after + 1,
        None if begins_line => before..after,
        _ => span,
    }
}

/// The words of `server_name` that are the site's names, each with the blank before it.
fn name_spans(server: &Server<'_>, blocks: &Blocks<'_, '_>) -> Vec<Range<usize>> {
    let source = server.node.within().document.source();
    let mut spans = Vec::new();
    for names in server.node.inside().iter().filter(|node| node.is("server_name")) {
        for (word, span) in names.args().iter().zip(names.arg_spans()) {
            if blocks.has_name(word) {
                let blanks = source[..span.start].iter().rev().take_while(|byte| byte.is_ascii_whitespace());
                spans.push(span.start - blanks.count()..span.end);
            }
        }
    }
    spans
}

/// Whether every `include` that leads to a file is a pattern: one that names it would stop the server.
fn is_by_pattern(config: &Config, path: &AbsPath) -> bool {
    let mut named = config.files.iter().flat_map(|file| {
        file.includes.keys().filter_map(|directive| {
            let argument = file.document.args(*directive).next()?;
            config.included(&String::from_utf8_lossy(&argument)).ok()?.plain()
        })
    });
    config.files.last().is_some_and(|main| main.path != *path) && !named.any(|named| named == *path)
}
