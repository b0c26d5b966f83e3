//! Which packages bring modules.

use crate::facts::PackageFamily;

/// Gentoo's settings of what is built, a file of its own among others.
const USE_FILE: &str = "/etc/portage/package.use/apache";

/// The command that brings these modules, for a person to type; `None` where nobody can say.
pub(super) fn command(family: PackageFamily, modules: &[&str]) -> Option<String> {
    Some(match family {
        // One package has them all, and something took them out of it.
        PackageFamily::Apt => "sudo apt-get install --reinstall apache2-bin".to_owned(),
        PackageFamily::Zypper => "sudo zypper install --force apache2".to_owned(),
        PackageFamily::Pacman => "sudo pacman -S apache".to_owned(),
        PackageFamily::Xbps => "sudo xbps-install -f apache".to_owned(),
        PackageFamily::Pkg => "sudo pkg install -f apache24".to_owned(),
        PackageFamily::Homebrew => "brew reinstall httpd".to_owned(),
        PackageFamily::Dnf => match packages(modules, fedora).as_slice() {
            [] => "sudo dnf reinstall 'httpd*'".to_owned(),
            names => format!("sudo dnf install {}", names.join(" ")),
        },
        PackageFamily::Apk => match packages(modules, alpine).as_slice() {
            [] => "sudo apk fix apache2".to_owned(),
            names => format!("sudo apk add {}", names.join(" ")),
        },
        PackageFamily::Portage => {
            let flags = packages(modules, |module| Some(gentoo(module)));
            format!(
                "echo 'www-servers/apache {}' | sudo tee -a {USE_FILE} && sudo emerge --oneshot www-servers/apache",
                flags.join(" ")
            )
        }
        PackageFamily::Unknown => return None,
    })
}

fn packages<T: PartialEq>(modules: &[&str], of: impl Fn(&str) -> Option<T>) -> Vec<T> {
    let mut found = Vec::new();
    for package in modules.iter().filter_map(|module| of(module)) {
        if !found.contains(&package) {
            found.push(package);
        }
    }
    found
}

/// Fedora's that are not in the server's own.
fn fedora(module: &str) -> Option<&'static str> {
    match module {
        "ssl" => Some("mod_ssl"),
        "http2" => Some("mod_http2"),
        _ => None,
    }
}

/// Alpine's that are not in the server's own.
fn alpine(module: &str) -> Option<&'static str> {
    match module {
        "ssl" => Some("apache2-ssl"),
        "http2" => Some("apache2-http2"),
        "proxy" | "proxy_http" | "proxy_wstunnel" => Some("apache2-proxy"),
        _ => None,
    }
}

/// The USE flag that has a module built.
fn gentoo(module: &str) -> String {
    match module {
        "ssl" => "ssl".to_owned(),
        other => format!("apache2_modules_{other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_package_is_named_once() {
        let all = ["proxy", "proxy_http", "ssl", "http2", "deflate"];
        for (family, said) in [
            (PackageFamily::Dnf, "sudo dnf install mod_ssl mod_http2"),
            (PackageFamily::Apk, "sudo apk add apache2-proxy apache2-ssl apache2-http2"),
            (
                PackageFamily::Portage,
                "echo 'www-servers/apache apache2_modules_proxy apache2_modules_proxy_http ssl apache2_modules_http2 \
                 apache2_modules_deflate' | sudo tee -a /etc/portage/package.use/apache && sudo emerge --oneshot www-servers/apache",
            ),
        ] {
            assert_eq!(command(family, &all).as_deref(), Some(said));
        }
        assert_eq!(command(PackageFamily::Apk, &["alias"]).as_deref(), Some("sudo apk fix apache2"));
        assert_eq!(command(PackageFamily::Unknown, &all), None);
    }
}
