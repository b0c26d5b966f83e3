//! `jellyfin-proxy-helper`: the root side. It is started by the front and talks to nobody else.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use helper::machine::Machine;
use helper::session::{Ending, EnginePlanner, Inbox, serve};

fn main() -> ExitCode {
    match run() {
        Ok(Ending::Quit) => ExitCode::SUCCESS,
        Ok(Ending::NotUnderstood) => ExitCode::from(2),
        Ok(Ending::Signal(_)) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("jellyfin-proxy-helper: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<Ending, Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let machine = match (arguments.next(), arguments.next(), arguments.next()) {
        (None, ..) => Machine::live()?,
        (Some(option), Some(root), None) if option == "--root" => Machine::tree(&PathBuf::from(root))?,
        _ => return Err("usage: jellyfin-proxy-helper [--root DIR]; it is started by jellyfin-proxy".into()),
    };
    let inbox = Inbox::listen(io::stdin());
    inbox.heed_signals()?;
    Ok(serve(inbox, io::stdout(), &machine, &EnginePlanner))
}
