use std::path::PathBuf;

use clap::Parser;
use wizard::{Intent, PracticeWish};

/// Puts a Jellyfin server behind the Apache, nginx or HAProxy already on the machine, step by step.
#[derive(Debug, Parser)]
#[command(name = "jellyfin-proxy-wizard", version)]
pub(crate) struct Arguments {
    /// Begin with the health test of a site [default: the one that is managed here]
    #[arg(long, value_name = "SITE", num_args = 0..=1, conflicts_with = "practice")]
    health_test: Option<Option<String>>,
    /// Practise in a sandbox where nothing real is touched
    #[arg(long)]
    practice: bool,
    /// The proxy to practise with [default: the first that is found]
    #[arg(long, value_name = "PROXY", requires = "practice")]
    proxy: Option<String>,
    /// Lay this folder over the machine inside the sandbox: servers unpacked there appear installed
    #[arg(long, value_name = "DIR", requires = "practice")]
    layer: Option<PathBuf>,
}

impl Arguments {
    /// How one practises, once one does.
    pub(crate) fn wish(&self) -> anyhow::Result<PracticeWish> {
        let proxy = self.proxy.as_deref().map(str::parse).transpose()?;
        Ok(PracticeWish { proxy, layer: self.layer.clone() })
    }

    /// What is wanted before anybody has clicked.
    pub(crate) fn first_intent(&self) -> Option<Intent> {
        match &self.health_test {
            Some(site) => Some(Intent::Check { url: site.clone() }),
            None => self.practice.then_some(Intent::Practice {}),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn first(words: &[&str]) -> Option<Intent> {
        let own = ["jellyfin-proxy-wizard"].iter().chain(words);
        Arguments::try_parse_from(own).unwrap().first_intent()
    }

    #[test]
    fn the_arguments_say_what_is_wanted_first() {
        Arguments::command().debug_assert();
        assert_eq!(first(&[]), None);
        assert_eq!(first(&["--practice", "--proxy", "nginx"]), Some(Intent::Practice {}));
        assert_eq!(first(&["--health-test"]), Some(Intent::Check { url: None }));
        let site = Some("media.example.com".to_owned());
        assert_eq!(first(&["--health-test", "media.example.com"]), Some(Intent::Check { url: site }));
    }
}
