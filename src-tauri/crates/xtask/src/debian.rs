//! What the project needs from the machine's package manager and from cargo's.

use std::os::unix::fs::MetadataExt;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{program, project};

/// A program that must be there, and the Debian packages that bring it.
struct Needed {
    program: &'static str,
    packages: &'static [&'static str],
}

const TOOLS: [Needed; 6] = [
    Needed { program: "cc", packages: &["gcc", "libc6-dev"] },
    // libFuzzer is C++.
    Needed { program: "c++", packages: &["g++"] },
    Needed { program: "patchelf", packages: &["patchelf"] },
    Needed { program: "perl", packages: &["perl"] },
    Needed { program: "tar", packages: &["tar"] },
    Needed { program: "xz", packages: &["xz-utils"] },
];

/// What the wizard's page is walked through with: a browser, with letters for each of its languages, and the way into
/// a sandbox.
const BROWSER: [Needed; 2] = [
    Needed { program: "chromium", packages: &["chromium", "fonts-dejavu-core", "fonts-noto-cjk"] },
    Needed { program: "nsenter", packages: &["util-linux"] },
];

/// Installs the Debian packages that are missing, through sudo when not root.
pub(crate) fn install_tools() -> Result<()> {
    install(&TOOLS)
}

/// The same for the browser that the tests use.
pub(crate) fn install_browser() -> Result<()> {
    install(&BROWSER)
}

fn install(needed: &[Needed]) -> Result<()> {
    let missing = missing(needed, program::exists);
    if missing.is_empty() {
        return Ok(());
    }
    if !program::exists("apt-get") {
        bail!("these packages are missing, and there is no apt-get to install them: {}", missing.join(" "));
    }
    println!("Installing with apt-get: {}", missing.join(" "));
    // A stale or an absent index names packages that the mirror no longer has.
    program::run(apt_get()?.arg("update"))?;
    program::run(apt_get()?.args(["install", "--yes", "--no-install-recommends"]).args(missing))
}

/// Installs cargo-nextest, rustfmt and clippy, where they are missing.
pub(crate) fn install_cargo_tools() -> Result<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if !has_subcommand(subcommand) {
            program::run(Command::new("rustup").args(["component", "add", component]))?;
        }
    }
    if has_subcommand("nextest") {
        return Ok(());
    }
    // It is run, not shipped: a quick build matters more than a quick program, and it need not update itself.
    let lean = ["--locked", "--no-default-features", "--features", "default-no-update"];
    program::run(
        project::cargo()
            .args(["install", "cargo-nextest"])
            .args(lean)
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    )
}

/// The code name of this machine's release, such as `bookworm`.
pub(crate) fn release() -> Result<String> {
    let path = "/etc/os-release";
    let text = std::fs::read_to_string(path).context(path)?;
    let name = text.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    name.map(|name| name.trim_matches('"').to_owned())
        .with_context(|| format!("{path} has no VERSION_CODENAME"))
}

fn missing(needed: &[Needed], exists: impl Fn(&str) -> bool) -> Vec<&'static str> {
    needed.iter().filter(|tool| !exists(tool.program)).flat_map(|tool| tool.packages).copied().collect()
}

fn apt_get() -> Result<Command> {
    let this_process = std::fs::metadata("/proc/self").context("/proc is not mounted")?;
    let mut command = if this_process.uid() == 0 {
        Command::new("apt-get")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.arg("apt-get");
        sudo
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}

fn has_subcommand(name: &str) -> bool {
    program::read(project::cargo().args([name, "--version"])).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_packages_of_missing_programs_are_installed() {
        assert_eq!(missing(&TOOLS, |_| true), [""; 0]);
        assert_eq!(missing(&TOOLS, |program| program != "cc"), ["gcc", "libc6-dev"]);
    }
}
