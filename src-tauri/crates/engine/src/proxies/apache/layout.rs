use super::control::Control;
use super::launch::Launch;
use super::printed::BuildInfo;
use crate::facts::Evidence;
use crate::host::EntryKind;
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

/// A package's places, for what the binary does not tell: it is not run in a tree.
struct Places {
    /// Where the program lies.
    program: &'static str,
    /// Its `ServerRoot`, as it was compiled.
    root: &'static str,
    /// Its main file.
    config: &'static str,
}

/// Debian; Arch; Fedora; openSUSE, whose program is a link to the one of its processing model; Alpine;
/// Gentoo; FreeBSD; Apache's own build; Homebrew on both kinds of processor.
const KNOWN: [Places; 10] = [
    Places { program: "/usr/sbin/apache2", root: "/etc/apache2", config: "/etc/apache2/apache2.conf" },
    Places { program: "/usr/bin/httpd", root: "/etc/httpd", config: "/etc/httpd/conf/httpd.conf" },
    Places { program: "/usr/sbin/httpd", root: "/etc/httpd", config: "/etc/httpd/conf/httpd.conf" },
    Places { program: "/usr/sbin/httpd", root: "/srv/www", config: "/etc/apache2/httpd.conf" },
    Places { program: "/usr/sbin/httpd", root: "/var/www", config: "/etc/apache2/httpd.conf" },
    Places { program: "/usr/sbin/apache2", root: "/usr", config: "/etc/apache2/httpd.conf" },
    Places {
        program: "/usr/local/sbin/httpd",
        root: "/usr/local",
        config: "/usr/local/etc/apache24/httpd.conf",
    },
    Places {
        program: "/usr/local/apache2/bin/httpd",
        root: "/usr/local/apache2",
        config: "/usr/local/apache2/conf/httpd.conf",
    },
    Places {
        program: "/opt/homebrew/bin/httpd",
        root: "/opt/homebrew/opt/httpd",
        config: "/opt/homebrew/etc/httpd/httpd.conf",
    },
    Places {
        program: "/usr/local/bin/httpd",
        root: "/usr/local/opt/httpd",
        config: "/usr/local/etc/httpd/httpd.conf",
    },
];

/// What openSUSE's programs end in: each has its processing model built in.
const MODELS: [&str; 3] = ["prefork", "event", "worker"];

impl Layout {
    /// The first whose main file is there, with what the server says of itself where it can be asked: that
    /// goes before the table.
    pub(super) fn find(evidence: &mut Evidence<'_>) -> Option<(Self, Option<BuildInfo>)> {
        let there: Vec<&Places> =
            KNOWN.iter().filter(|places| evidence.look(&known(places.config)).is_some()).collect();
        let fits = |places: &&&Places| lies(evidence, places.program) && lies(evidence, places.root);
        let places = *there.iter().find(fits).or(there.first())?;
        let main_config = known(places.config);
        let binary = binary(evidence, places)?;
        let build = ask(evidence, &Control::of(&binary, &main_config, &[]));
        // A build of one's own with another place for its files is not the one looked for.
        match build.as_ref().and_then(|build| Self::named_by(build, &binary)) {
            Some(named) if named.main_config != main_config => {
                evidence.look(&named.main_config)?;
                Some((named, build))
            }
            Some(named) => Some((named, build)),
            None => Some((Self { binary, server_root: known(places.root), main_config }, build)),
        }
    }

    /// Whether Debian's tools are what switches modules and sites on.
    pub(super) fn is_debians(main_config: &AbsPath) -> bool {
        main_config.file_name() == "apache2.conf"
    }

    /// The processing model that the program's own name tells.
    pub(super) fn model(evidence: &Evidence<'_>, binary: &AbsPath) -> Option<&'static str> {
        let real = evidence.host().resolve(binary).ok()?;
        MODELS
            .into_iter()
            .find(|model| real.file_name().strip_suffix(model).is_some_and(|rest| rest.ends_with('-')))
    }

    /// The places that it was started with go before those that it was built with; a process in a container
    /// shows some that lead nowhere here.
    pub(super) fn started_with(self, evidence: &mut Evidence<'_>, launch: &Launch) -> Self {
        let mut there = |path: &Option<AbsPath>| path.clone().filter(|path| evidence.look(path).is_some());
        Self {
            server_root: there(&launch.server_root).unwrap_or(self.server_root),
            main_config: there(&launch.main_config).unwrap_or(self.main_config),
            binary: self.binary,
        }
    }

    fn named_by(build: &BuildInfo, binary: &AbsPath) -> Option<Self> {
        let server_root: AbsPath = build.value("HTTPD_ROOT")?.parse().ok()?;
        let file = build.value("SERVER_CONFIG_FILE")?;
        let main_config =
            if file.starts_with('/') { file.parse().ok()? } else { server_root.join(file).ok()? };
        Some(Self { binary: binary.clone(), server_root, main_config })
    }
}

/// The program at its package's place, else one that is found by its name; where it is a link to the one of a
/// processing model, that one, whose name its processes have.
fn binary(evidence: &Evidence<'_>, places: &Places) -> Option<AbsPath> {
    let usual = known(places.program);
    let found = if lies(evidence, places.program) {
        Some(usual.clone())
    } else {
        evidence.host().find_program(usual.file_name())
    };
    let binary = match (found, evidence.host().is_live()) {
        (Some(binary), _) => binary,
        (None, true) => return None,
        // A tree may be a configuration without its programs.
        (None, false) => return Some(usual),
    };
    let is_link =
        matches!(evidence.host().entry(&binary), Ok(Some(entry)) if matches!(entry.kind, EntryKind::Link(_)));
    match Layout::model(evidence, &binary) {
        Some(_) if is_link => evidence.host().resolve(&binary).ok(),
        _ => Some(binary),
    }
}

fn lies(evidence: &Evidence<'_>, path: &str) -> bool {
    matches!(evidence.host().entry(&known(path)), Ok(Some(_)))
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
