use crate::names::Slug;
use crate::text::digest;

/// The names that a site's entries have, so that several live side by side and none is the user's.
///
/// A variable's name has 46 characters at most: nginx refuses its whole configuration when a longer
/// one does not fit a bucket of its hash (`variables_hash_bucket_size`, 64 bytes by default).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct OwnNames {
    prefix: String,
}

/// What is left of 46 for the site's part, after `jellyfin_` and `_connection`.
const SITE_PART: usize = 26;

impl OwnNames {
    /// The names of a site.
    pub(in super::super) fn of(slug: &Slug) -> Self {
        let slug = slug.as_str();
        let part = if slug.len() <= SITE_PART {
            slug.to_owned()
        } else {
            format!("{}_{}", &slug[..SITE_PART - 9], &digest(slug.as_bytes())[..8])
        };
        Self { prefix: format!("jellyfin_{part}") }
    }

    /// The upstream, the log format and the session cache.
    pub(in super::super) fn entry(&self) -> &str {
        &self.prefix
    }

    /// The variable with the `Connection` header towards Jellyfin.
    pub(in super::super) fn connection(&self) -> String {
        format!("${}_connection", self.prefix)
    }

    /// The variable with the `Host` header towards Jellyfin.
    pub(in super::super) fn host(&self) -> String {
        format!("${}_host", self.prefix)
    }

    /// The location that answers while Jellyfin is away.
    pub(in super::super) fn away(&self) -> String {
        format!("@{}_away", self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_stay_apart_and_fit() {
        let names = |domain: &str| OwnNames::of(&Slug::for_domain(&domain.parse().unwrap()));
        assert_eq!(names("media.example.com").connection(), "$jellyfin_media_example_com_connection");
        let (one, two) = (names("jellyfin.media.one.example.com"), names("jellyfin.media.two.example.com"));
        assert_ne!(one, two);
        assert_eq!(one.connection().len(), 1 + 46);
    }
}
