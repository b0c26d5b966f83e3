use std::fmt;
use std::str::FromStr;

use super::text_serde;

/// A server's or library's version, compared number by number: `1.9.5 < 1.25.1`.
///
/// What follows the numbers (`-1+deb12u1`, `w`) is dropped: features begin with upstream releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u32, u32, u32);

/// Why a text does not begin with a version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} does not begin with a version such as 1.22.1")]
pub struct VersionError(String);

impl Version {
    /// `major.minor.patch`.
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self(major, minor, patch)
    }
}

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        // Debian puts an epoch before some versions: `1:2.4.59-1`.
        let numbers = text.split_once(':').map_or(text, |(_, rest)| rest);
        let wrong = || VersionError(text.chars().take(60).collect());
        let end = numbers.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(numbers.len());
        let mut parts = numbers[..end].split('.').filter(|part| !part.is_empty());
        let mut next = |required: bool| match parts.next() {
            Some(part) => part.parse::<u32>().map_err(|_| wrong()),
            None if required => Err(wrong()),
            None => Ok(0),
        };
        Ok(Self(next(true)?, next(true)?, next(false)?))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

text_serde!(Version);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        let v = |text: &str| text.parse::<Version>().unwrap();
        assert!(v("1.9.5") < v("1.25.1"));
        assert_eq!(v("2.6.12-1+deb12u1"), Version::new(2, 6, 12));
        assert_eq!(v("1.1.1w"), Version::new(1, 1, 1));
        assert_eq!(v("3.0"), Version::new(3, 0, 0));
        assert_eq!(v("1:2.4.59-1"), Version::new(2, 4, 59));
        assert_eq!(v("2.4-dev7"), Version::new(2, 4, 0));
        for text in ["", "x", "7", "99999999999.1"] {
            assert!(text.parse::<Version>().is_err(), "{text:?}");
        }
    }
}
