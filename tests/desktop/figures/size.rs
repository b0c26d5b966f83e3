use std::path::Path;
use std::process::Command;

use crate::figure::Figure;

/// What the package is to load, and what it takes once installed, without WebKitGTK and other packages.
pub(crate) fn measure(package: &Path) -> Vec<Figure> {
    let packed = std::fs::metadata(package).unwrap_or_else(|error| panic!("{}: {error}", package.display()));
    let field = Command::new("dpkg-deb").arg("-f").arg(package).arg("Installed-Size").output().unwrap();
    let kibibytes: f64 = String::from_utf8(field.stdout).unwrap().trim().parse().expect("a number of KiB");
    vec![
        Figure::new("the package", "MB", vec![packed.len() as f64 / 1e6]),
        Figure::new("installed", "MB", vec![kibibytes * 1024.0 / 1e6]).at_most(25.0),
    ]
}
