//! `jellyfin-proxy`: puts a Jellyfin server behind the Apache, nginx or HAProxy already on the machine.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    system::sandbox::stage();
    wizard::stage();
    cli::run(cli::args::Cli::parse()).into()
}
