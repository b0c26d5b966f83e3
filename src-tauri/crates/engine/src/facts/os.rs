use serde::{Deserialize, Serialize};

/// The distribution, as /etc/os-release says (its fields in lower case); macOS, which has none, is `macos`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Os {
    /// `debian`, `fedora` …; empty where it is not known.
    pub id: String,
    /// What it is like, nearest first.
    pub id_like: Vec<String>,
    /// `12`, `42` …
    pub version_id: String,
    /// The name for people.
    pub pretty_name: String,
}

/// Who installs packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PackageFamily {
    /// Debian, Ubuntu and their like.
    Apt,
    /// Fedora, RHEL and their like.
    Dnf,
    /// openSUSE.
    Zypper,
    /// Arch.
    Pacman,
    /// Alpine.
    Apk,
    /// Gentoo.
    Portage,
    /// Void.
    Xbps,
    /// FreeBSD.
    Pkg,
    /// macOS.
    Homebrew,
    /// Not one of these.
    Unknown,
}

impl Os {
    /// Reads the text of os-release(5).
    pub fn parse(text: &str) -> Self {
        let mut os = Self::default();
        for line in text.lines() {
            let Some((key, value)) = line.split_once('=') else { continue };
            let value = value.trim().trim_matches(|c| c == '"' || c == '\'').to_owned();
            match key.trim() {
                "ID" => os.id = value,
                "ID_LIKE" => os.id_like = value.split_whitespace().map(str::to_owned).collect(),
                "VERSION_ID" => os.version_id = value,
                "PRETTY_NAME" => os.pretty_name = value,
                _ => {}
            }
        }
        os
    }

    /// macOS: its SystemVersion.plist is there.
    pub fn macos() -> Self {
        Self { id: "macos".to_owned(), pretty_name: "macOS".to_owned(), ..Self::default() }
    }

    /// Who installs packages there.
    pub fn package_family(&self) -> PackageFamily {
        std::iter::once(&self.id)
            .chain(&self.id_like)
            .find_map(|id| match id.as_str() {
                "debian" | "ubuntu" => Some(PackageFamily::Apt),
                "fedora" | "rhel" | "centos" => Some(PackageFamily::Dnf),
                "suse" | "opensuse" | "opensuse-leap" | "opensuse-tumbleweed" => Some(PackageFamily::Zypper),
                "arch" => Some(PackageFamily::Pacman),
                "alpine" => Some(PackageFamily::Apk),
                "gentoo" => Some(PackageFamily::Portage),
                "void" => Some(PackageFamily::Xbps),
                "freebsd" => Some(PackageFamily::Pkg),
                "macos" => Some(PackageFamily::Homebrew),
                _ => None,
            })
            .unwrap_or(PackageFamily::Unknown)
    }
}

impl PackageFamily {
    /// The command that installs a package, for a person to type.
    pub fn install_command(self, package: &str) -> Option<String> {
        Some(match self {
            Self::Apt => format!("sudo apt-get install {package}"),
            Self::Dnf => format!("sudo dnf install {package}"),
            Self::Zypper => format!("sudo zypper install {package}"),
            Self::Pacman => format!("sudo pacman -S {package}"),
            Self::Apk => format!("sudo apk add {package}"),
            Self::Portage => format!("sudo emerge {package}"),
            Self::Xbps => format!("sudo xbps-install {package}"),
            Self::Pkg => format!("sudo pkg install {package}"),
            Self::Homebrew => format!("brew install {package}"),
            Self::Unknown => return None,
        })
    }
}

/// How a package manager is called so that it asks nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unattended {
    /// Its program.
    pub program: &'static str,
    /// The arguments that have it read anew what there is, where it does not do so itself; that may fail.
    pub refresh: Option<&'static [&'static str]>,
    /// The arguments that install what is named after them.
    pub install: &'static [&'static str],
    /// What its surroundings have to say.
    pub environment: &'static [(&'static str, &'static str)],
}

impl PackageFamily {
    /// How its package manager installs without asking; `None` where that is left to a person.
    pub fn unattended(self) -> Option<Unattended> {
        let (program, refresh, install): (_, Option<&[&str]>, &[&str]) = match self {
            // A file that somebody changed stays as it is, as dpkg's own default has it.
            Self::Apt => {
                ("apt-get", Some(&["update"]), &["--yes", "-o", "Dpkg::Options::=--force-confold", "install"])
            }
            Self::Dnf => ("dnf", None, &["--assumeyes", "install"]),
            Self::Zypper => ("zypper", None, &["--non-interactive", "install"]),
            // Reading anew without updating everything is what Arch calls a partial upgrade, and does not support.
            Self::Pacman => ("pacman", None, &["--sync", "--needed", "--noconfirm"]),
            Self::Apk => ("apk", None, &["add", "--update-cache"]),
            Self::Portage | Self::Xbps | Self::Pkg | Self::Homebrew | Self::Unknown => return None,
        };
        let environment: &[_] =
            if self == Self::Apt { &[("DEBIAN_FRONTEND", "noninteractive")] } else { &[] };
        Some(Unattended { program, refresh, install, environment })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_go_by_id_then_by_likeness() {
        let mint = Os::parse("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\nPRETTY_NAME=\"Linux Mint 22\"\n");
        assert_eq!(mint.package_family(), PackageFamily::Apt);
        assert_eq!(mint.pretty_name, "Linux Mint 22");
        assert_eq!(Os::parse("ID=nixos").package_family(), PackageFamily::Unknown);
        assert_eq!(Os::parse("ID=freebsd").package_family(), PackageFamily::Pkg);
        assert_eq!(Os::macos().package_family(), PackageFamily::Homebrew);
        assert_eq!(
            Os::parse("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"")
                .package_family()
                .install_command("nginx"),
            Some("sudo dnf install nginx".to_owned())
        );
    }
}
