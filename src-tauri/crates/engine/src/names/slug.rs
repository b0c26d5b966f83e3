use std::fmt;
use std::str::FromStr;

use super::{Fqdn, text_serde};

/// A name for a module, a site or a variable: letters, digits, `_`, `-` and `.`, at most 253 characters,
/// beginning with neither `-` nor `.`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

/// Why a text is not such a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a plain name of letters, digits, _, - and .")]
pub struct SlugError(String);

impl Slug {
    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A name of `[a-z0-9_]` for what belongs to one domain (an nginx variable, a HAProxy backend).
    /// Two domains never share one: `-` and `.` become different marks, and a name too long for
    /// the servers' limits ends in a digest of the whole.
    pub fn for_domain(domain: &Fqdn) -> Self {
        let mut slug = String::new();
        for c in domain.as_str().chars() {
            match c {
                '.' => slug.push('_'),
                '-' => slug.push_str("__"),
                c => slug.push(c),
            }
        }
        if slug.len() > 48 {
            let digest = crate::text::digest(domain.as_str().as_bytes());
            slug.truncate(36);
            slug.push('_');
            slug.push_str(&digest[..11]);
        }
        Self(slug)
    }
}

impl FromStr for Slug {
    type Err = SlugError;

    fn from_str(text: &str) -> Result<Self, SlugError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
        if text.is_empty() || text.len() > 253 || text.starts_with(['-', '.']) || !text.chars().all(plain) {
            return Err(SlugError(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

text_serde!(Slug);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_get_names_of_their_own() {
        let slug = |d: &str| Slug::for_domain(&d.parse().unwrap()).as_str().to_owned();
        assert_eq!(slug("media.example.com"), "media_example_com");
        assert_ne!(slug("a-b.test"), slug("a.b.test"));
        let (long, longer) =
            (format!("{}.{}.test", "a".repeat(60), "b"), format!("{}.{}.test", "a".repeat(60), "c"));
        assert_ne!(slug(&long), slug(&longer));
        assert!(slug(&long).len() <= 48);
    }

    #[test]
    fn a_flag_or_a_path_is_no_name() {
        for text in ["", "-rf", "..", "a/b", "a b", "a;b"] {
            assert!(text.parse::<Slug>().is_err(), "{text:?}");
        }
    }
}
