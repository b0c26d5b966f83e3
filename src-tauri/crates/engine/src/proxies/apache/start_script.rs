//! The files that a distribution's script takes the server's arguments from.

use std::ops::Range;

use super::syntax::words;
use crate::facts::{Evidence, HostFacts};
use crate::names::AbsPath;
use crate::plan::{Owner, Step};
use crate::text::{Edit, apply_edits};

/// What starts the server with more than its main file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StartScript {
    /// openSUSE's names modules, flags and further files in variables.
    Suse,
    /// Gentoo's has the arguments themselves in one.
    Gentoo,
}

/// Where openSUSE's modules lie: those built for a processing model, and others.
const SUSE_MODULES: [&str; 8] = [
    "/usr/lib64/apache2-prefork",
    "/usr/lib64/apache2-event",
    "/usr/lib64/apache2-worker",
    "/usr/lib64/apache2",
    "/usr/lib/apache2-prefork",
    "/usr/lib/apache2-event",
    "/usr/lib/apache2-worker",
    "/usr/lib/apache2",
];

impl StartScript {
    const ALL: [Self; 2] = [Self::Suse, Self::Gentoo];

    /// The one whose file is there.
    pub(super) fn look(evidence: &mut Evidence<'_>) -> Option<Self> {
        Self::ALL.into_iter().find(|script| {
            evidence
                .read(&script.file())
                .is_some_and(|bytes| ShellValue::find(bytes, script.variable()).is_some())
        })
    }

    /// The same, as it was seen.
    pub(super) fn seen(facts: &HostFacts) -> Option<Self> {
        Self::ALL.into_iter().find(|script| {
            facts
                .content(&script.file())
                .is_some_and(|bytes| ShellValue::find(bytes, script.variable()).is_some())
        })
    }

    /// The arguments that the server is started with, its program first.
    pub(super) fn arguments(self, evidence: &mut Evidence<'_>, binary: &AbsPath) -> Vec<String> {
        let bytes = evidence.read(&self.file()).cloned().unwrap_or_default();
        let value = |name: &str| {
            let text = ShellValue::find(&bytes, name).map(|value| value.text).unwrap_or_default();
            text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        let mut arguments = vec![binary.as_str().to_owned()];
        match self {
            Self::Suse => {
                let flags = ["SYSCONFIG".to_owned()].into_iter().chain(value("APACHE_SERVER_FLAGS"));
                arguments.extend(flags.flat_map(|flag| ["-D".to_owned(), flag]));
                // The script leaves out what is not installed.
                let files =
                    value("APACHE_MODULES").into_iter().filter_map(|name| suse_module(evidence, &name));
                let loads: Vec<String> = files.collect();
                arguments.extend(loads.into_iter().flat_map(|load| ["-C".to_owned(), load]));
                let further =
                    ["APACHE_CONF_INCLUDE_FILES", "APACHE_CONF_INCLUDE_DIRS"].into_iter().flat_map(value);
                let further = further.map(|path| {
                    let full = if path.starts_with('/') { path } else { format!("/etc/apache2/{path}") };
                    format!("IncludeOptional {full}")
                });
                arguments.extend(["-f".to_owned(), "/etc/apache2/httpd.conf".to_owned()]);
                arguments.extend(further.flat_map(|include| ["-c".to_owned(), include]));
            }
            Self::Gentoo => {
                let text = ShellValue::find(&bytes, self.variable()).map(|value| value.text);
                arguments.extend(words(&text.unwrap_or_default()));
                let one = |name: &str, usual: &str| {
                    value(name).into_iter().next().unwrap_or_else(|| usual.to_owned())
                };
                let root = one("SERVERROOT", "/usr/lib64/apache2");
                arguments.extend(["-d".to_owned(), root]);
                arguments.extend(["-f".to_owned(), one("CONFIGFILE", "/etc/apache2/httpd.conf")]);
            }
        }
        arguments
    }

    /// The step that has the script load a module as well, by its name or by a name for `<IfDefine>`; `None`
    /// where it does so already.
    pub(super) fn with(self, facts: &HostFacts, modules: &[(&str, Option<&str>)]) -> Option<Step> {
        let path = self.file();
        let before = facts.content(&path)?;
        let value = ShellValue::find(before, self.variable())?;
        let there: Vec<&str> = value.text.split_whitespace().collect();
        let mut added: Vec<&str> = Vec::new();
        let wanted = modules.iter().filter_map(|&(module, define)| match self {
            Self::Suse => Some(module),
            Self::Gentoo => define,
        });
        for word in wanted {
            let is_there = there.iter().any(|known| {
                *known == word || ["-D", "mod_"].iter().any(|start| known.strip_prefix(start) == Some(word))
            });
            if !is_there && !added.contains(&word) {
                added.push(word);
            }
        }
        if added.is_empty() {
            return None;
        }
        let option = match self {
            Self::Suse => "",
            Self::Gentoo => "-D ",
        };
        let added: String = added.into_iter().map(|word| format!(" {option}{word}")).collect();
        let content = apply_edits(before, vec![value.and(&added)]).into();
        Some(Step::WriteFile { path, content, mode: 0o644, owner: Owner::Writer })
    }

    fn file(self) -> AbsPath {
        let path = match self {
            Self::Suse => "/etc/sysconfig/apache2",
            Self::Gentoo => "/etc/conf.d/apache2",
        };
        path.parse().expect("a literal plain path")
    }

    fn variable(self) -> &'static str {
        match self {
            Self::Suse => "APACHE_MODULES",
            Self::Gentoo => "APACHE2_OPTS",
        }
    }
}

/// `LoadModule …` as openSUSE's script writes it.
fn suse_module(evidence: &mut Evidence<'_>, name: &str) -> Option<String> {
    let name = name.strip_prefix("mod_").unwrap_or(name);
    let files = SUSE_MODULES.iter().filter_map(|folder| {
        let folder: AbsPath = folder.parse().ok()?;
        folder.join(&format!("mod_{name}.so")).ok()
    });
    let file = files.into_iter().find(|file| evidence.look(file).is_some())?;
    Some(format!("LoadModule {name}_module {file}"))
}

/// The value of a variable in a file for a shell.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ShellValue {
    /// Its bytes in the file, without quotation marks.
    span: Range<usize>,
    /// Whether it stands between quotation marks.
    quoted: bool,
    /// What it says.
    text: String,
}

impl ShellValue {
    /// The last that is set; `None` where there is none, or one that is put together from others.
    fn find(bytes: &[u8], name: &str) -> Option<Self> {
        let mut found = None;
        let mut at = 0;
        while at < bytes.len() {
            let end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| at + end);
            let line = &bytes[at..end];
            let begin = line.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let value = line[begin..].strip_prefix(name.as_bytes()).and_then(|rest| rest.strip_prefix(b"="));
            if value.is_some() {
                found = Self::at(bytes, at + begin + name.len() + 1, end);
            }
            at = end + 1;
        }
        found
    }

    fn at(bytes: &[u8], start: usize, line_end: usize) -> Option<Self> {
        let quote = bytes.get(start).copied().filter(|byte| [b'"', b'\''].contains(byte));
        let span = match quote {
            // A quoted value may go on over several lines.
            Some(quote) => {
                let inside = start + 1;
                inside..inside + bytes[inside..].iter().position(|byte| *byte == quote)?
            }
            None => {
                let length =
                    bytes[start..line_end].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
                start..start + length
            }
        };
        let text = String::from_utf8(bytes[span.clone()].to_vec()).ok()?.replace("\\\n", " ");
        let is_plain = !text.contains(['$', '`', '\\']);
        is_plain.then_some(Self { span, quoted: quote.is_some(), text })
    }

    /// The edit that adds to it.
    fn and(&self, added: &str) -> Edit {
        let end = self.span.end;
        if self.quoted {
            let added = if self.text.is_empty() { added.trim_start() } else { added };
            return Edit { span: end..end, text: added.as_bytes().to_vec() };
        }
        Edit {
            span: self.span.clone(),
            text: format!("\"{}\"", format!("{}{added}", self.text).trim_start()).into_bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grown(file: &str, added: &str) -> Option<String> {
        let value = ShellValue::find(file.as_bytes(), "X")?;
        String::from_utf8(apply_edits(file.as_bytes(), vec![value.and(added)])).ok()
    }

    #[test]
    fn a_value_grows_where_it_ends() {
        for (file, after) in [
            ("# X=\"no\"\nX=\"a b\"\nY=\"c\"\n", Some("# X=\"no\"\nX=\"a b z\"\nY=\"c\"\n")),
            ("X=\"a\"\nX='b'", Some("X=\"a\"\nX='b z'")),
            ("X=\"a \\\n  b\" # c\n", Some("X=\"a \\\n  b z\" # c\n")),
            ("X=\"\"\n", Some("X=\"z\"\n")),
            ("X=\n", Some("X=\"z\"\n")),
            ("X=a\n", Some("X=\"a z\"\n")),
            ("X=\"$X b\"\n", None),
            ("X=\"never ended\n", None),
            ("XY=\"a\"\n", None),
            ("", None),
        ] {
            assert_eq!(grown(file, " z").as_deref(), after, "{file}");
        }
    }
}
