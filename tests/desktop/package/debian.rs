//! The clean Debian that a test runs in.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tests::Ended;

/// The package's name.
pub(crate) const NAME: &str = "jellyfin-proxy-wizard";
pub(crate) const PROGRAM: &str = "/usr/bin/jellyfin-proxy";
pub(crate) const HELPER: &str = "/usr/lib/jellyfin-proxy/helper";
pub(crate) const UNIT: &str = "jellyfin-proxy-recover.service";

/// Has no package start its service: nothing is in charge of services here.
pub(crate) fn begin() {
    let policy = "/usr/sbin/policy-rc.d";
    fs::write(policy, "#!/bin/sh\nexit 101\n").unwrap();
    fs::set_permissions(policy, PermissionsExt::from_mode(0o755)).unwrap();
    assert!(!Path::new(PROGRAM).exists() && !Path::new("/usr/bin/systemctl").exists(), "it is not clean");
}

/// Installs packages, by their names or files, and nothing that they only recommend.
pub(crate) fn install<A: AsRef<OsStr>>(packages: &[A]) -> Ended {
    apt("install", packages).expect(0)
}

/// Removes the package, or purges it.
pub(crate) fn take_away(how: &str) -> Ended {
    apt(how, &[NAME]).expect(0)
}

/// Runs a program to its end.
pub(crate) fn run<A: AsRef<OsStr>>(program: &str, arguments: impl IntoIterator<Item = A>) -> Ended {
    let output = Command::new(program).args(arguments).env("LC_ALL", "C.UTF-8").output();
    output.unwrap_or_else(|error| panic!("{program}: {error}")).into()
}

/// The installed program.
pub(crate) fn product<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Ended {
    run(PROGRAM, arguments)
}

/// The same package, with an older version's number.
pub(crate) fn older(package: &Path) -> PathBuf {
    let (folder, older) = ("/tmp/older", PathBuf::from("/tmp/older.deb"));
    run("dpkg-deb", [OsStr::new("--raw-extract"), package.as_os_str(), folder.as_ref()]).expect(0);
    let control = format!("{folder}/DEBIAN/control");
    let text = fs::read_to_string(&control).unwrap();
    let version = text.lines().find(|line| line.starts_with("Version: ")).unwrap();
    fs::write(&control, text.replace(version, "Version: 0.0.1")).unwrap();
    run("dpkg-deb", ["-Znone", "--build", folder, "/tmp/older.deb"]).expect(0);
    fs::remove_dir_all(folder).unwrap();
    older
}

/// The version that dpkg says is installed.
pub(crate) fn version() -> String {
    run("dpkg-query", ["--show", "--showformat", "${Version}", NAME]).expect(0).stdout
}

fn apt<A: AsRef<OsStr>>(what: &str, packages: &[A]) -> Ended {
    let mut command = Command::new("apt-get");
    command.args([what, "--yes", "--no-install-recommends"]).args(packages);
    command.env("DEBIAN_FRONTEND", "noninteractive").env("LC_ALL", "C.UTF-8");
    command.output().unwrap().into()
}
