//! Other programs, run without a shell, each printed before it runs.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Runs the command with the terminal as its output; it must succeed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    print(command);
    let status = command.stdin(Stdio::null()).status().with_context(|| line(command))?;
    if !status.success() {
        bail!("{} ended with {status}", line(command));
    }
    Ok(())
}

/// Runs the command and answers with what it wrote to stdout; it must succeed. It is not printed: it changes nothing.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| line(command))?;
    if !output.status.success() {
        bail!("{} ended with {}: {}", line(command), output.status, String::from_utf8_lossy(&output.stderr));
    }
    String::from_utf8(output.stdout).with_context(|| line(command))
}

/// Whether there is such a program in a folder of the `PATH`, or where Debian keeps those for administrators.
pub(crate) fn exists(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin", "/sbin"].map(Into::into));
    folders.into_iter().any(|folder| folder.join(name).is_file())
}

pub(crate) fn print(command: &Command) {
    println!("+ {}", line(command));
}

fn line(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(name).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
