//! Writes the manual pages and the shells' completions into a folder, for the package.

use std::path::Path;

use anyhow::Context;
use clap::CommandFactory;
use clap_complete::{Shell, generate_to};

fn main() -> anyhow::Result<()> {
    let folder = std::env::args_os().nth(1).context("usage: manuals FOLDER")?;
    let folder = Path::new(&folder);
    let mut command = cli::args::Cli::command();
    clap_mangen::generate_to(command.clone(), folder)?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        generate_to(shell, &mut command, "jellyfin-proxy", folder)?;
    }
    Ok(())
}
