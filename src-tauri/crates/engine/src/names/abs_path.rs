use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::text_serde;

/// An absolute path without `.`, `..`, doubled slashes or control characters, in UTF-8.
///
/// Nothing is said about what lies there: links are the concern of whoever opens it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AbsPath(String);

/// Why a text is not such a path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AbsPathError {
    /// It does not begin with a slash.
    #[error("{0:?} is not an absolute path: begin with a slash")]
    Relative(String),
    /// `.`, `..` or an empty part.
    #[error("{0:?} is not a plain path: leave out `..`, `.` and doubled slashes")]
    NotPlain(String),
    /// A control character, or bytes that are not UTF-8.
    #[error("{0:?} holds a character that no configuration file can carry")]
    BadCharacter(String),
    /// Over 4,000 bytes.
    #[error("a path of {0} bytes is longer than the system takes")]
    TooLong(usize),
}

impl AbsPathError {
    /// The stable word for this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Relative(_) => "path_relative",
            Self::NotPlain(_) => "path_not_plain",
            Self::BadCharacter(_) => "path_bad_character",
            Self::TooLong(_) => "path_too_long",
        }
    }
}

impl AbsPath {
    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path as the system takes it.
    pub fn as_path(&self) -> &Path {
        Path::new(&self.0)
    }

    /// The last part; empty for `/`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The folder it lies in; `/` is its own parent.
    pub fn parent(&self) -> Self {
        match self.0.rsplit_once('/') {
            Some(("", _)) | None => Self("/".to_owned()),
            Some((parent, _)) => Self(parent.to_owned()),
        }
    }

    /// `self/part`, for a part that is itself plain.
    ///
    /// # Errors
    /// As for parsing: the joined path must again be plain.
    pub fn join(&self, part: &str) -> Result<Self, AbsPathError> {
        format!("{}/{part}", self.0.trim_end_matches('/')).parse()
    }

    /// Whether it is `folder` or lies below it.
    pub fn is_within(&self, folder: &Self) -> bool {
        self.as_path().starts_with(folder.as_path())
    }
}

impl FromStr for AbsPath {
    type Err = AbsPathError;

    fn from_str(text: &str) -> Result<Self, AbsPathError> {
        if text.len() > 4000 {
            return Err(AbsPathError::TooLong(text.len()));
        }
        let Some(below) = text.strip_prefix('/') else {
            return Err(AbsPathError::Relative(text.to_owned()));
        };
        if text.chars().any(char::is_control) {
            return Err(AbsPathError::BadCharacter(text.to_owned()));
        }
        if below.is_empty() {
            return Ok(Self("/".to_owned()));
        }
        let below = below.strip_suffix('/').unwrap_or(below);
        if below.split('/').any(|part| part.is_empty() || part == "." || part == "..") {
            return Err(AbsPathError::NotPlain(text.to_owned()));
        }
        Ok(Self(format!("/{below}")))
    }
}

impl TryFrom<&Path> for AbsPath {
    type Error = AbsPathError;

    fn try_from(path: &Path) -> Result<Self, AbsPathError> {
        match path.to_str() {
            Some(text) => text.parse(),
            None => Err(AbsPathError::BadCharacter(path.to_string_lossy().into_owned())),
        }
    }
}

impl From<AbsPath> for PathBuf {
    fn from(path: AbsPath) -> Self {
        Self::from(path.0)
    }
}

impl AsRef<Path> for AbsPath {
    fn as_ref(&self) -> &Path {
        self.as_path()
    }
}

impl fmt::Display for AbsPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

text_serde!(AbsPath);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_paths_are_kept_and_others_refused() {
        assert_eq!("/etc/nginx/".parse::<AbsPath>().unwrap().as_str(), "/etc/nginx");
        assert_eq!("/".parse::<AbsPath>().unwrap().as_str(), "/");
        for (typed, code) in [
            ("etc/nginx", "path_relative"),
            ("", "path_relative"),
            ("/etc/../root", "path_not_plain"),
            ("/etc//nginx", "path_not_plain"),
            ("/etc/./nginx", "path_not_plain"),
            ("/etc/a\nb", "path_bad_character"),
            ("/etc/a\0b", "path_bad_character"),
        ] {
            assert_eq!(typed.parse::<AbsPath>().map_err(|e| e.code()), Err(code), "{typed:?}");
        }
    }

    #[test]
    fn parents_and_children() {
        let etc: AbsPath = "/etc".parse().unwrap();
        assert_eq!(etc.join("nginx").unwrap().parent(), etc);
        assert_eq!(etc.parent().as_str(), "/");
        assert_eq!(etc.parent().parent().as_str(), "/");
        assert!(etc.join("../root").is_err());
        assert!(etc.join("nginx/x").unwrap().is_within(&etc));
        assert!(!"/etcetera".parse::<AbsPath>().unwrap().is_within(&etc));
    }
}
