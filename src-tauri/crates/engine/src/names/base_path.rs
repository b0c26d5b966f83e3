use std::fmt;
use std::str::FromStr;

use super::text_serde;

/// Jellyfin's Base URL: empty, or `/jellyfin`; a leading slash, none at the end.
///
/// The same prefix stands in Jellyfin's network.xml and in what the proxy passes on: it is never
/// stripped on the way (Jellyfin redirects what lies outside it, observed on all versions).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct BasePath(String);

/// Why a text is not a base path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BasePathError {
    /// Letters, digits, `-`, `.`, `_`, `~` and `/` need no quoting anywhere; others do somewhere.
    #[error("{0:?} cannot stand in a base path: letters, digits, - . _ ~ and / can")]
    BadCharacter(char),
    /// `//`, `/./` or `/../`.
    #[error("a base path has no empty, `.` or `..` parts")]
    Dots,
    /// Jellyfin answers there itself.
    #[error("{0} is a path of Jellyfin's own or of certificate renewal")]
    Taken(String),
    /// Over 100 characters.
    #[error("a base path has 100 characters at most")]
    TooLong,
}

impl BasePathError {
    /// The stable word for this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadCharacter(_) => "base_path_bad_character",
            Self::Dots => "base_path_dots",
            Self::Taken(_) => "base_path_taken",
            Self::TooLong => "base_path_too_long",
        }
    }
}

impl BasePath {
    /// Jellyfin at the root of its name.
    pub fn root() -> Self {
        Self::default()
    }

    /// Whether Jellyfin has the name for itself.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// `""` or `/jellyfin`: what stands before every path of Jellyfin's.
    pub fn prefix(&self) -> &str {
        &self.0
    }
}

impl FromStr for BasePath {
    type Err = BasePathError;

    fn from_str(text: &str) -> Result<Self, BasePathError> {
        let trimmed = text.strip_suffix('/').unwrap_or(text);
        let path = trimmed.strip_prefix('/').unwrap_or(trimmed);
        if path.is_empty() {
            return Ok(Self::root());
        }
        if path.len() > 100 {
            return Err(BasePathError::TooLong);
        }
        if let Some(c) = path.chars().find(|c| !(c.is_ascii_alphanumeric() || "-._~/".contains(*c))) {
            return Err(BasePathError::BadCharacter(c));
        }
        if path.split('/').any(|part| part.is_empty() || part == "." || part == "..") {
            return Err(BasePathError::Dots);
        }
        match path.split('/').next() {
            Some(first @ (".well-known" | "web" | "socket" | "health")) => {
                Err(BasePathError::Taken(format!("/{first}")))
            }
            _ => Ok(Self(format!("/{path}"))),
        }
    }
}

impl fmt::Display for BasePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

text_serde!(BasePath);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_are_normalised_as_jellyfin_does() {
        for (typed, kept) in
            [("", ""), ("/", ""), ("jellyfin", "/jellyfin"), ("/jellyfin/", "/jellyfin"), ("/a/b", "/a/b")]
        {
            assert_eq!(typed.parse::<BasePath>().map(|p| p.to_string()), Ok(kept.to_owned()));
        }
    }

    #[test]
    fn what_a_dialect_could_trip_over_is_refused() {
        for (typed, code) in [
            ("/a b", "base_path_bad_character"),
            ("/a;}", "base_path_bad_character"),
            ("/a\n", "base_path_bad_character"),
            ("/ä", "base_path_bad_character"),
            ("/a%2f", "base_path_bad_character"),
            ("//a", "base_path_dots"),
            ("/a/../b", "base_path_dots"),
            ("/web", "base_path_taken"),
            ("/.well-known/x", "base_path_taken"),
            (&"a".repeat(101), "base_path_too_long"),
        ] {
            assert_eq!(typed.parse::<BasePath>().map_err(|e| e.code()), Err(code), "{typed:?}");
        }
    }
}
