//! Debian's releases, as far as the product is tried on their servers.

use std::path::PathBuf;
use std::process::Command;
use std::thread;

use anyhow::{Error, Result, bail};

use crate::{debian, project, servers};

/// Oldest first.
pub(crate) const RELEASES: [&str; 4] = ["bullseye", "bookworm", "trixie", "forky"];

/// The release before, the release itself and the one after; alone, one that is not among them.
pub(crate) fn around(release: &str) -> Vec<&str> {
    let Some(at) = RELEASES.iter().position(|known| *known == release) else { return vec![release] };
    RELEASES[at.saturating_sub(1)..RELEASES.len().min(at + 2)].to_vec()
}

/// Releases whose servers are unpacked, and those that cannot be had: a mirror drops old ones and gets new ones later.
pub(crate) struct Prepared {
    layers: Vec<(String, PathBuf)>,
    missing: Vec<(String, Error)>,
}

impl Prepared {
    /// Unpacks the servers of these releases, as far as the machine's mirror has them.
    pub(crate) fn of(releases: &[&str]) -> Self {
        // Side by side: what takes the time is mostly the network.
        let unpacked = thread::scope(|scope| {
            let unpack = |release| scope.spawn(move || servers::unpacked_of(release));
            let threads: Vec<_> = releases.iter().map(|release| unpack(release)).collect();
            threads.into_iter().map(|thread| thread.join().expect("no panic there")).collect::<Vec<_>>()
        });
        let mut prepared = Self { layers: Vec::new(), missing: Vec::new() };
        for (release, outcome) in releases.iter().map(|release| (*release).to_owned()).zip(unpacked) {
            match outcome {
                Ok(layer) => prepared.layers.push((release, layer)),
                Err(error) => prepared.missing.push((release, error)),
            }
        }
        prepared
    }

    /// Fails where this release could not be had.
    pub(crate) fn demand(&self, release: &str) -> Result<()> {
        match self.missing.iter().find(|(name, _)| name == release) {
            Some((_, error)) => bail!("the servers of {release} cannot be had: {error:#}"),
            None => Ok(()),
        }
    }

    /// Tells tests where the servers are.
    pub(crate) fn environment<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let own = debian::release().ok();
        let own = self.layers.iter().find(|(release, _)| own.as_ref() == Some(release));
        if let Some((_, layer)) = own {
            command.env(project::SERVERS, layer);
        }
        let names: Vec<&str> = self.layers.iter().map(|(release, _)| release.as_str()).collect();
        command.env(project::RELEASES, names.join(" "))
    }

    /// Says on which servers was tried what was tried, and on which not; fails where it was none.
    pub(crate) fn report(&self) -> Result<()> {
        println!("Servers that the product was tried on:");
        for (release, layer) in &self.layers {
            println!("  {release}: {}", servers::versions(layer)?);
        }
        for (release, error) in &self.missing {
            println!("  {release}: NOT TRIED, its servers cannot be had: {error:#}");
        }
        if self.layers.is_empty() {
            bail!("the servers of no release can be had");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_older_and_one_newer_where_there_are() {
        assert_eq!(around("bookworm"), ["bullseye", "bookworm", "trixie"]);
        assert_eq!(around("forky"), ["trixie", "forky"]);
        assert_eq!(around("noble"), ["noble"]);
    }
}
