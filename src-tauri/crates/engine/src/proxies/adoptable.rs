use super::TlsMaterial;
use crate::names::AbsPath;

/// A site for Jellyfin that somebody wrote by hand, and that this product's can take the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adoptable {
    /// Its name, as it is written there.
    pub name: String,
    /// The file it stands in.
    pub file: AbsPath,
    /// The line it begins at, counted from 1.
    pub line: usize,
    /// The certificate it shows; `None` for a site without TLS, or one whose certificate cannot be told.
    pub certificate: Option<TlsMaterial>,
    /// Further files with parts of it, which give way as well.
    pub also: Vec<AbsPath>,
}
