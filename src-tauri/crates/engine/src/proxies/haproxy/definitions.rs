//! Names that can be given once: two backends of one name stop HAProxy, and a condition of the same name is
//! added to ours.

use super::configuration::Configuration;
use super::render::OwnNames;
use super::syntax::SectionKind;
use crate::names::AbsPath;
use crate::plan::{Conflict, ConflictKind, Refusal};
use crate::proxies::WantedSite;

/// Sees that nobody else uses the names that the site's sections and conditions have.
///
/// # Errors
/// When somebody does.
pub(super) fn free(configuration: &Configuration, site: &WantedSite) -> Result<(), Refusal> {
    let names = OwnNames::of(&site.slug);
    let sections = [names.frontend().to_owned(), names.backend(), names.acme()];
    let conditions = [names.host(), names.acme()];
    for section in configuration.sections() {
        let is_own = |at: usize| {
            let block = section.file.block_at(at);
            block.is_some_and(|block| block.domain == site.domain.as_str())
        };
        let is_proxy =
            matches!(section.kind, SectionKind::Frontend | SectionKind::Backend | SectionKind::Listen);
        let named = section.name().filter(|name| is_proxy && sections.iter().any(|own| own == name));
        if let Some(name) = named.filter(|_| !is_own(section.start())) {
            return Err(taken(&section.file.path, section.line(), section.word(), name));
        }
        let mut acls = section.lines_of("acl").filter(|line| !is_own(line.span.start));
        if let Some(line) = acls.find(|line| conditions.iter().any(|own| own == line.word(1))) {
            return Err(taken(&section.file.path, line.number, "acl", line.word(1)));
        }
    }
    Ok(())
}

fn taken(file: &AbsPath, line: usize, word: &str, name: &str) -> Refusal {
    Refusal::Conflict(Conflict {
        kind: ConflictKind::NameInUse,
        file: file.clone(),
        line,
        what: format!("`{word}` defines {name}, which is the name that this site's own would have"),
        ways: vec![
            format!("give it another name than {name}, and plan again"),
            "choose another domain for this site".to_owned(),
        ],
    })
}
