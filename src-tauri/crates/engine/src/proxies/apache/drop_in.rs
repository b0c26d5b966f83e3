use super::effective::{Effective, IncludedFolder};
use crate::facts::{DropIn, Evidence, HostFacts};
use crate::names::AbsPath;
use crate::proxies::glob;

/// Folders that distributions mean for sites, best first. Others that are included by pattern
/// (`conf-enabled`, `mods-enabled`, `conf.modules.d`) are for something else.
const KNOWN: [&str; 6] = ["sites-enabled", "vhosts.d", "conf.d", "Includes", "other", "servers"];

/// The folder beside the main file in which Apache's own packages keep what that includes by name.
const EXTRA: &str = "extra";

/// A name that a file of ours could have.
const EXAMPLE: &str = "jellyfin-example.conf";

/// The folder that a site's file is read from. Where the server's root is a place of its data, as on Alpine,
/// openSUSE and with Homebrew, its configuration is around its main file.
pub(super) fn site_folder<'e>(
    effective: &'e Effective,
    config_root: &AbsPath,
    main_config: &AbsPath,
) -> Option<&'e IncludedFolder> {
    let around = main_config.parent();
    let rank = |folder: &&IncludedFolder| KNOWN.iter().position(|known| *known == folder.folder.file_name());
    let fits = |folder: &&IncludedFolder| {
        [config_root, &around].into_iter().any(|root| folder.folder.is_within(root))
            && glob::matches(&folder.pattern, EXAMPLE)
    };
    effective.folders.iter().filter(fits).filter(|folder| rank(folder).is_some()).min_by_key(rank)
}

/// What that folder means for a new site; everything that a plan may meet there becomes part of the
/// facts.
pub(super) fn drop_in(
    evidence: &mut Evidence<'_>,
    effective: &Effective,
    config_root: &AbsPath,
    main_config: &AbsPath,
) -> DropIn {
    let Some(found) = site_folder(effective, config_root, main_config) else {
        evidence.look(&main_config.parent());
        if let Ok(extra) = main_config.parent().join(EXTRA) {
            evidence.look(&extra);
        }
        return DropIn::MainFile;
    };
    let enabled = found.folder.clone();
    evidence.look(&enabled);
    let available = enabled.parent().join("sites-available");
    match available {
        Ok(available) if enabled.file_name() == "sites-enabled" && evidence.look(&available).is_some() => {
            for name in evidence.list(&available).iter().filter(|name| name.ends_with(".conf")) {
                if let Ok(path) = available.join(name) {
                    evidence.read(&path);
                }
            }
            DropIn::Linked { available, enabled }
        }
        _ => DropIn::Folder(enabled),
    }
}

/// The folder for a file that the main file includes by its name, where it includes no folder for sites.
pub(super) fn folder_by_name(facts: &HostFacts, main_config: &AbsPath) -> AbsPath {
    let beside = main_config.parent();
    let extra = beside.join(EXTRA).ok().filter(|extra| facts.entry(extra).is_some());
    extra.unwrap_or(beside)
}
