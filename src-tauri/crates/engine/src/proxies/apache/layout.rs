use super::control::Control;
use super::printed::BuildInfo;
use crate::facts::Evidence;
use crate::names::AbsPath;

/// Where a distribution keeps Apache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// The server's program.
    pub(super) binary: AbsPath,
    /// The folder that relative paths begin at.
    pub(super) server_root: AbsPath,
    /// The file that everything else is included from.
    pub(super) main_config: AbsPath,
}

/// Program, server root and main file: Debian, Fedora and Arch, openSUSE and Alpine, Gentoo, FreeBSD,
/// Apache's own build, Homebrew on both kinds of processor.
const KNOWN: [(&str, &str, &str); 8] = [
    ("apache2", "/etc/apache2", "/etc/apache2/apache2.conf"),
    ("httpd", "/etc/httpd", "/etc/httpd/conf/httpd.conf"),
    ("httpd", "/etc/apache2", "/etc/apache2/httpd.conf"),
    ("apache2", "/etc/apache2", "/etc/apache2/httpd.conf"),
    ("httpd", "/usr/local", "/usr/local/etc/apache24/httpd.conf"),
    ("httpd", "/usr/local/apache2", "/usr/local/apache2/conf/httpd.conf"),
    ("httpd", "/opt/homebrew/opt/httpd", "/opt/homebrew/etc/httpd/httpd.conf"),
    ("httpd", "/usr/local/opt/httpd", "/usr/local/etc/httpd/httpd.conf"),
];

impl Layout {
    /// The first whose main file is there, with what the server says of itself where it can be asked.
    pub(super) fn find(evidence: &mut Evidence<'_>) -> Option<(Self, Option<BuildInfo>)> {
        KNOWN.iter().find_map(|&(program, root, config)| {
            let main_config = known(config);
            evidence.look(&main_config)?;
            let found = evidence.host().find_program(program);
            let binary = match (found, evidence.host().is_live()) {
                (Some(binary), _) => binary,
                (None, true) => return None,
                // A tree may be a configuration without its programs.
                (None, false) => known("/usr/sbin").join(program).ok()?,
            };
            let build = ask(evidence, &Control::of(&binary, &main_config));
            // A build of one's own with another place for its files is not the one looked for.
            let named = build.as_ref().and_then(|build| Self::named_by(build, &binary));
            match named {
                Some(named) if named.main_config != main_config => {
                    evidence.look(&named.main_config)?;
                    Some((named, build))
                }
                _ => Some((Self { binary, server_root: known(root), main_config }, build)),
            }
        })
    }

    fn named_by(build: &BuildInfo, binary: &AbsPath) -> Option<Self> {
        let server_root: AbsPath = build.value("HTTPD_ROOT")?.parse().ok()?;
        let file = build.value("SERVER_CONFIG_FILE")?;
        let main_config =
            if file.starts_with('/') { file.parse().ok()? } else { server_root.join(file).ok()? };
        Some(Self { binary: binary.clone(), server_root, main_config })
    }
}

fn ask(evidence: &mut Evidence<'_>, control: &Control) -> Option<BuildInfo> {
    if !evidence.host().is_live() {
        return None;
    }
    match evidence.host().ask(&control.question(&["-V"])) {
        Ok(answer) => BuildInfo::parse(&answer.stdout),
        Err(error) => {
            evidence.note(error);
            None
        }
    }
}

fn known(path: &str) -> AbsPath {
    path.parse().expect("a literal plain path")
}
