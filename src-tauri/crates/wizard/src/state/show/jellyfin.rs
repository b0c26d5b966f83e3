use engine::verdict::{JellyfinSeen, Phase};

use super::super::Wizard;
use crate::view::{FoundJellyfin, JellyfinTest, JellyfinView};

impl Wizard {
    pub(super) fn jellyfin_view(&self) -> JellyfinView {
        let found = self.machine.iter().flat_map(|facts| &facts.jellyfin);
        JellyfinView {
            address: self.answers.upstream.clone(),
            problem: self.shown_problem("upstream", &self.answers.upstream),
            found: found
                .map(|install| FoundJellyfin {
                    address: install.url.to_string(),
                    config_folder: install.config_dir.to_string(),
                })
                .collect(),
            testing: self.jellyfin.is_waiting(),
            test: self.jellyfin.answer().map(test),
        }
    }
}

fn test(seen: &JellyfinSeen) -> JellyfinTest {
    JellyfinTest {
        phase: seen.phase.word().to_owned(),
        stranger: seen.stranger.clone(),
        version: seen.version.clone(),
        base_path: seen.base_path.clone(),
        set_up: seen.set_up,
        trusts_proxy: seen.trusts_proxy,
        usable: seen.phase == Phase::Ready && seen.set_up != Some(false),
    }
}
