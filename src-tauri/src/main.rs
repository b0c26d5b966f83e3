//! `jellyfin-proxy-wizard`: the wizard in a window. It shows views and passes intents on; whatever is decided
//! is decided in `wizard`, and whatever needs root is done by the helper.

mod arguments;
mod commands;
mod drawing;
mod elsewhere;
mod page;
mod window;

use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;
use helper::protocol::Trouble;

/// Lets it run as root all the same: in a container where there is nobody else.
const AS_ROOT: &str = "JELLYFIN_PROXY_WIZARD_AS_ROOT";

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if rustix::process::geteuid().is_root() && std::env::var_os(AS_ROOT).is_none() {
        let Trouble { code, message, next } = running_as_root();
        eprintln!("{message}\nNext: {next}\n[{code}]");
        return ExitCode::from(3);
    }
    drawing::by_processor();
    match window::open(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("jellyfin-proxy-wizard: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn running_as_root() -> Trouble {
    Trouble {
        code: "running_as_root".to_owned(),
        message: "This window must not run as root.".to_owned(),
        next:
            "start it as yourself: it asks for the password when it is needed, and only for the change itself"
                .to_owned(),
    }
}
