//! Room for long names: nginx refuses its whole configuration when a `server_name` is longer than a
//! bucket of its hash.

use super::config::Config;
use super::node::Node;
use super::survey::{Context, context_directives};
use crate::names::Fqdn;
use crate::plan::Refusal;

const SETTING: &str = "server_names_hash_bucket_size";

/// The default on every processor with cache lines of 64 bytes; where lines are longer it is more.
const DEFAULT: usize = 64;

/// The bucket size to set for a name; `None` where the present one does.
///
/// # Errors
/// When somebody set it too small: it can be set only once.
pub(super) fn bucket_size(config: &Config, domain: &Fqdn) -> Result<Option<usize>, Refusal> {
    let needed = needed(domain.as_str().len());
    if needed <= DEFAULT {
        return Ok(None);
    }
    let is_own = |node: &Node<'_>| node.mark().is_some_and(|mark| mark.domain == domain.as_str());
    let nodes = context_directives(config, Context::Http);
    let Some(set) = nodes.iter().find(|node| node.is(SETTING) && !is_own(node)) else {
        return Ok(Some(needed));
    };
    match set.first().and_then(|size| size.parse::<usize>().ok()) {
        Some(size) if size >= needed => Ok(None),
        _ => Err(Refusal::NotUnderstood {
            file: set.file().clone(),
            line: set.line(),
            message: format!("`{SETTING}` leaves no room for {domain}: it takes {needed}"),
        }),
    }
}

/// A pointer, the length and the name rounded up to whole words, and the bucket's end (`ngx_hash.c`).
fn needed(length: usize) -> usize {
    let word = 8;
    (word + (length + 2).next_multiple_of(word) + word).next_power_of_two().max(DEFAULT)
}

#[cfg(test)]
mod tests {
    use super::needed;

    #[test]
    fn the_longest_name_of_each_size() {
        for (length, size) in [(4, 64), (46, 64), (47, 128), (110, 128), (111, 256), (253, 512)] {
            assert_eq!(needed(length), size, "{length}");
        }
    }
}
