//! Runs a program in a sandbox: `sandbox [--root DIR] [--layer DIR]… [--keep DIR]… [--address IP]… PROGRAM [ARGUMENT]…`,
//! or, without a program, says whether a sandbox can be had. For tests and for looking around by hand.

use std::error::Error;
use std::ffi::OsString;

use system::sandbox::{self, Sandbox};

fn main() -> Result<(), Box<dyn Error>> {
    sandbox::stage();
    let mut sandbox = Sandbox::new();
    let mut arguments = std::env::args_os().skip(1).peekable();
    while let Some(option) = arguments.next_if(|argument| argument.as_encoded_bytes().starts_with(b"--")) {
        let value = arguments.next().ok_or("an option without its value")?;
        sandbox = with_option(sandbox, &option, value)?;
    }
    let Some(program) = arguments.next() else {
        println!("{:?}", sandbox.availability()?);
        return Ok(());
    };
    let status = sandbox.command(program, arguments)?.status()?;
    std::process::exit(status.code().unwrap_or(sandbox::SETUP_FAILED))
}

fn with_option(sandbox: Sandbox, option: &OsString, value: OsString) -> Result<Sandbox, Box<dyn Error>> {
    match option.to_str() {
        Some("--root") => Ok(Sandbox::of_root(value)),
        Some("--layer") => Ok(sandbox.layer(value)),
        Some("--keep") => Ok(sandbox.keep(value)),
        Some("--address") => Ok(sandbox.address(value.to_string_lossy().parse()?)),
        _ => Err(format!("unknown option {}", option.display()).into()),
    }
}
