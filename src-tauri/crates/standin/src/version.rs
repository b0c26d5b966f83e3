//! Which Jellyfin is being stood in for.

use std::fmt;
use std::str::FromStr;

/// A Jellyfin version, `major.minor.patch`. Only four were observed (10.10.6, 10.10.7, 10.11.11 and
/// 12.0.0); any other behaves as the observed one it lies nearest to from above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u16,
    minor: u16,
    patch: u16,
}

/// The text is not three numbers with dots between them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a Jellyfin version: write three numbers, such as 10.11.11")]
pub struct VersionError(String);

impl Version {
    /// The last one that believes forwarded headers from anybody while KnownProxies is empty.
    pub const V10_10_6: Self = Self::new(10, 10, 6);
    /// The first one that believes nobody while KnownProxies is empty.
    pub const V10_10_7: Self = Self::new(10, 10, 7);
    /// The generation with a start-up server.
    pub const V10_11_11: Self = Self::new(10, 11, 11);
    /// The generation without the old token names and path prefixes.
    pub const V12_0_0: Self = Self::new(12, 0, 0);

    /// The version made of these numbers.
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self { major, minor, patch }
    }

    /// With an empty KnownProxies, forwarded headers are believed whoever sends them (observed on 10.10.6).
    pub(crate) fn believes_anybody_by_default(self) -> bool {
        self < Self::V10_10_7
    }

    /// A small server answers on the port while the real one starts (observed on 10.11.11 and 12.0.0).
    pub(crate) fn has_start_up_server(self) -> bool {
        self >= Self::new(10, 11, 0)
    }

    /// `index.html` is sent with `Cache-Control: no-cache` (observed from 10.11.11).
    pub(crate) fn forbids_caching_of_index(self) -> bool {
        self >= Self::new(10, 11, 0)
    }

    /// The first-run wizard's settings carry the server's name (observed from 10.11.11).
    pub(crate) fn names_server_in_wizard(self) -> bool {
        self >= Self::new(10, 11, 0)
    }

    /// `api_key` and `X-Emby-Token` are taken, as are the prefixes `/emby` and `/mediabrowser`
    /// (observed up to 10.11.11, gone in 12.0.0).
    pub(crate) fn keeps_emby_names(self) -> bool {
        self < Self::V12_0_0
    }

    /// Answers carry `Content-Language` (observed from 12.0.0).
    pub(crate) fn names_language(self) -> bool {
        self >= Self::V12_0_0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        let wrong = || VersionError(text.to_owned());
        let mut numbers = text.split('.').map(|number| number.parse::<u16>().map_err(|_| wrong()));
        let mut next = || numbers.next().unwrap_or_else(|| Err(wrong()));
        let version = Self::new(next()?, next()?, next()?);
        if numbers.next().is_some() { Err(wrong()) } else { Ok(version) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_three_numbers_and_nothing_else() {
        assert_eq!("10.11.11".parse(), Ok(Version::V10_11_11));
        assert_eq!(Version::V12_0_0.to_string(), "12.0.0");
        for wrong in ["", "10.11", "10.11.11.1", "10.x.1", "v10.11.11"] {
            assert!(wrong.parse::<Version>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn versions_between_the_observed_ones_take_the_side_they_belong_to() {
        let between = Version::new(10, 10, 9);
        assert!(!between.believes_anybody_by_default() && !between.has_start_up_server());
        let newer = Version::new(12, 1, 0);
        assert!(newer.has_start_up_server() && !newer.keeps_emby_names() && newer.names_language());
    }
}
