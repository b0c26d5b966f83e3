//! Newtypes parsed once at the edge: what holds one of these needs no second look.

mod abs_path;
mod base_path;
mod fqdn;
mod slug;
mod upstream;
mod version;

pub use abs_path::{AbsPath, AbsPathError};
pub use base_path::{BasePath, BasePathError};
pub use fqdn::{Fqdn, FqdnError};
pub use slug::{Slug, SlugError};
pub use upstream::{Upstream, UpstreamError, UpstreamHost};
pub use version::{Version, VersionError};

/// Lets a newtype be written to and read from JSON as the text it was parsed from, so that a value
/// read back is as well checked as one typed in.
macro_rules! text_serde {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use text_serde;
