use crate::names::Fqdn;

/// nginx takes the first server block of an address for its default where none is marked. Read last,
/// ours never takes that place from a site that had it.
const PREFIX: &str = "zz-jellyfin-";
const SUFFIX: &str = ".conf";

/// The name of a site's file.
pub(super) fn name(domain: &Fqdn) -> String {
    format!("{PREFIX}{domain}{SUFFIX}")
}

/// Whether a file of that name can be one of ours.
pub(super) fn could_be_ours(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}
