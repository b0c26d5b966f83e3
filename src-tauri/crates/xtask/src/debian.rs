//! What the project needs from the machine's package manager and from cargo's.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{program, project};

/// What must be there, and the Debian packages that bring it.
struct Needed {
    sign: Sign,
    packages: &'static [&'static str],
}

/// By what one sees that something is there.
#[derive(Clone, Copy)]
enum Sign {
    /// A program in the `PATH`.
    Program(&'static str),
    /// A library that can be built against, by its name for pkg-config.
    Library(&'static str),
    /// A file.
    File(&'static str),
}

impl Sign {
    fn is_there(self) -> bool {
        match self {
            Self::Program(name) => program::exists(name),
            Self::Library(name) => program::read(Command::new("pkg-config").args(["--exists", name])).is_ok(),
            Self::File(path) => Path::new(path).exists(),
        }
    }
}

const TOOLS: [Needed; 6] = [
    Needed { sign: Sign::Program("cc"), packages: &["gcc", "libc6-dev"] },
    // libFuzzer is C++.
    Needed { sign: Sign::Program("c++"), packages: &["g++"] },
    Needed { sign: Sign::Program("patchelf"), packages: &["patchelf"] },
    Needed { sign: Sign::Program("perl"), packages: &["perl"] },
    Needed { sign: Sign::Program("tar"), packages: &["tar"] },
    Needed { sign: Sign::Program("xz"), packages: &["xz-utils"] },
];

/// What the desktop application is built with.
const DESKTOP: [Needed; 2] = [
    Needed { sign: Sign::Program("pkg-config"), packages: &["pkg-config"] },
    Needed { sign: Sign::Library("webkit2gtk-4.1"), packages: &["libwebkit2gtk-4.1-dev"] },
];

/// What its tests run in: displays without a screen, and what drives a window there.
const DISPLAY: [Needed; 6] = [
    Needed { sign: Sign::Program("Xvfb"), packages: &["xvfb", "xauth"] },
    Needed { sign: Sign::Program("weston"), packages: &["weston"] },
    Needed { sign: Sign::Program("WebKitWebDriver"), packages: &["webkit2gtk-driver"] },
    Needed { sign: Sign::Program("dbus-daemon"), packages: &["dbus-x11"] },
    Needed { sign: Sign::File("/usr/libexec/at-spi-bus-launcher"), packages: &["at-spi2-core"] },
    Needed {
        sign: Sign::File("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
        packages: &["fonts-dejavu-core"],
    },
];

/// What the wizard's page is walked through with: a browser, with letters for each of its languages, and the way into
/// a sandbox.
const BROWSER: [Needed; 2] = [
    Needed {
        sign: Sign::Program("chromium"),
        packages: &["chromium", "fonts-dejavu-core", "fonts-noto-cjk"],
    },
    Needed { sign: Sign::Program("nsenter"), packages: &["util-linux"] },
];

/// What packages are made with.
const PACKAGERS: [Needed; 2] = [
    // With the tools that take programs apart.
    Needed { sign: Sign::Program("dpkg-shlibdeps"), packages: &["dpkg-dev"] },
    Needed { sign: Sign::Program("rpmbuild"), packages: &["rpm"] },
];

/// What a clean Debian is made with.
const BOOTSTRAP: [Needed; 1] = [Needed { sign: Sign::Program("mmdebstrap"), packages: &["mmdebstrap"] }];

/// Installs the Debian packages that are missing, through sudo when not root.
pub(crate) fn install_tools() -> Result<()> {
    install(&TOOLS)
}

/// The same for the browser that the tests use.
pub(crate) fn install_browser() -> Result<()> {
    install(&BROWSER)
}

/// The same for what the desktop application is built with.
pub(crate) fn install_for_desktop() -> Result<()> {
    install(&DESKTOP)
}

/// The same for what its tests run in.
pub(crate) fn install_display() -> Result<()> {
    install(&DISPLAY)
}

/// The same for what packages are made with.
pub(crate) fn install_packagers() -> Result<()> {
    install(&PACKAGERS)
}

/// The same for what a clean Debian is made with.
pub(crate) fn install_bootstrap() -> Result<()> {
    install(&BOOTSTRAP)
}

/// Whether this process may do everything.
pub(crate) fn is_root() -> Result<bool> {
    Ok(std::fs::metadata("/proc/self").context("/proc is not mounted")?.uid() == 0)
}

fn install(needed: &[Needed]) -> Result<()> {
    let missing = missing(needed, Sign::is_there);
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

fn missing(needed: &[Needed], is_there: impl Fn(Sign) -> bool) -> Vec<&'static str> {
    needed.iter().filter(|need| !is_there(need.sign)).flat_map(|need| need.packages).copied().collect()
}

fn apt_get() -> Result<Command> {
    let mut command = if is_root()? {
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
        let no_compiler = |sign| !matches!(sign, Sign::Program("cc"));
        assert_eq!(missing(&TOOLS, no_compiler), ["gcc", "libc6-dev"]);
        let no_webkit = |sign| !matches!(sign, Sign::Library(_));
        assert_eq!(missing(&DESKTOP, no_webkit), ["libwebkit2gtk-4.1-dev"]);
    }
}
