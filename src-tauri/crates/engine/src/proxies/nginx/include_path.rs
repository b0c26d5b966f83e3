use std::collections::BTreeSet;

use crate::names::AbsPath;
use crate::proxies::glob;

/// What an `include` names: a file, or every file that fits a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IncludePath {
    /// The folder up to the first part that is a pattern, or of the plain file.
    pub(super) folder: AbsPath,
    /// The parts below it; only the last one where no folder is a pattern.
    pub(super) below: Vec<String>,
}

/// Why an `include` leads nowhere that can be named.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum IncludeFault {
    /// `..` after a folder of which it is not known that it is no link: from a link it leads elsewhere.
    #[error("this include goes upward by `..` from {0}, which is a link or is not there")]
    Upward(AbsPath),
    /// `..` after a pattern, which stands for many folders.
    #[error("this include goes upward by `..` from a pattern, which is not followed")]
    UpwardFromPattern,
    /// It names a folder, nothing, or holds characters that no path here can.
    #[error("this include names no file")]
    NoFile,
}

impl IncludePath {
    /// Takes the argument as the server does: relative to the folder of the main file. It leads upward
    /// from `folders` only.
    pub(super) fn parse(
        root: &AbsPath,
        argument: &str,
        folders: &BTreeSet<AbsPath>,
    ) -> Result<Self, IncludeFault> {
        let full = absolute(root, argument);
        if full.ends_with('/') || full.chars().any(char::is_control) {
            return Err(IncludeFault::NoFile);
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in full.split('/').filter(|part| !part.is_empty() && *part != ".") {
            if part == ".." {
                step_back(&mut parts, folders)?;
            } else {
                parts.push(part);
            }
        }
        let last = parts.len().checked_sub(1).filter(|_| !full.ends_with("/.."));
        let last = last.ok_or(IncludeFault::NoFile)?;
        let first_pattern = parts.iter().position(|part| glob::is_pattern(part)).unwrap_or(last);
        let below = parts.split_off(first_pattern).into_iter().map(str::to_owned).collect();
        let folder = folder(&parts)?;
        Ok(Self { folder, below })
    }

    /// The last part.
    pub(super) fn file_pattern(&self) -> &str {
        self.below.last().map_or("", String::as_str)
    }

    /// The plain file that is meant; `None` for a pattern.
    pub(super) fn plain(&self) -> Option<AbsPath> {
        match self.below.as_slice() {
            [file] if !glob::is_pattern(file) => self.folder.join(file).ok(),
            _ => None,
        }
    }
}

/// A file that is named in the configuration: relative to the folder of the main file, as the server has
/// it. `None` where it is no plain path.
pub(super) fn config_path(root: &AbsPath, text: &str) -> Option<AbsPath> {
    absolute(root, text).parse().ok()
}

/// To the folder above, which `/` is to itself.
fn step_back(parts: &mut Vec<&str>, folders: &BTreeSet<AbsPath>) -> Result<(), IncludeFault> {
    let left = folder(parts)?;
    match parts.pop() {
        Some(part) if glob::is_pattern(part) => Err(IncludeFault::UpwardFromPattern),
        Some(_) if !folders.contains(&left) => Err(IncludeFault::Upward(left)),
        Some(_) | None => Ok(()),
    }
}

fn folder(parts: &[&str]) -> Result<AbsPath, IncludeFault> {
    format!("/{}", parts.join("/")).parse().map_err(|_| IncludeFault::NoFile)
}

fn absolute(root: &AbsPath, text: &str) -> String {
    if text.starts_with('/') { text.to_owned() } else { format!("{root}/{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn includes_are_taken_from_the_main_files_folder() {
        let root: AbsPath = "/etc/nginx".parse().unwrap();
        let folders =
            ["/etc/nginx", "/etc", "/etc/nginx/conf.d"].map(|folder| folder.parse().unwrap()).into();
        for (argument, folder, below) in [
            ("mime.types", "/etc/nginx", vec!["mime.types"]),
            ("conf.d/*.conf", "/etc/nginx/conf.d", vec!["*.conf"]),
            ("/etc/nginx//sites-enabled/./*", "/etc/nginx/sites-enabled", vec!["*"]),
            ("/srv/*/nginx.conf", "/srv", vec!["*", "nginx.conf"]),
            ("/x", "/", vec!["x"]),
            ("../x.conf", "/etc", vec!["x.conf"]),
            ("conf.d/.././../ssl/*.conf", "/etc/ssl", vec!["*.conf"]),
            ("../../../../x", "/", vec!["x"]),
        ] {
            let path = IncludePath::parse(&root, argument, &folders).unwrap();
            assert_eq!(
                (path.folder.as_str(), path.below),
                (folder, below.iter().map(|p| (*p).to_owned()).collect())
            );
        }
        for (argument, fault) in [
            ("a/../b", IncludeFault::Upward("/etc/nginx/a".parse().unwrap())),
            ("*/../b", IncludeFault::UpwardFromPattern),
            ("conf.d/..", IncludeFault::NoFile),
            ("conf.d/", IncludeFault::NoFile),
            ("/", IncludeFault::NoFile),
            ("a\nb", IncludeFault::NoFile),
        ] {
            assert_eq!(IncludePath::parse(&root, argument, &folders), Err(fault), "{argument:?}");
        }
    }
}
