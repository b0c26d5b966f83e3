//! Names that can be given once: a second upstream or log format stops nginx, and a second `map` of a
//! variable silently takes the place of the first.

use super::config::Config;
use super::node::Node;
use super::render::OwnNames;
use super::survey::{Context, context_directives};
use crate::plan::{Conflict, ConflictKind, Refusal};
use crate::proxies::WantedSite;

/// What gives a variable its value, with the variable as its last argument.
const VARIABLES: [&str; 6] = ["map", "geo", "split_clients", "perl_set", "js_set", "geoip2"];

/// Sees that nobody else uses the names that the site's definitions have.
///
/// # Errors
/// When somebody does.
pub(super) fn free(config: &Config, site: &WantedSite) -> Result<(), Refusal> {
    let names = OwnNames::of(&site.slug);
    let is_own = |node: &Node<'_>| node.mark().is_some_and(|mark| mark.domain == site.domain.as_str());
    let taken =
        context_directives(config, Context::Http).into_iter().filter(|node| !is_own(node)).find_map(|node| {
            let args = node.args();
            let name = match &*node.name() {
                "upstream" | "log_format" => args.first()?,
                variable if VARIABLES.contains(&variable) => args.last()?,
                _ => return None,
            };
            let own = [names.entry().to_owned(), names.connection(), names.host()];
            own.iter().any(|own| own == name).then(|| (node, name.clone().into_owned()))
        });
    let Some((node, name)) = taken else { return Ok(()) };
    Err(Refusal::Conflict(Conflict {
        kind: ConflictKind::NameInUse,
        file: node.file().clone(),
        line: node.line(),
        what: format!("`{}` defines {name}, which is the name that this site's own would have", node.name()),
        ways: vec![
            format!("give it another name than {name}, and plan again"),
            "choose another domain for this site".to_owned(),
        ],
    }))
}
