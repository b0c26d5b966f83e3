use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use super::text_serde;

/// The name visitors type: lower case, in ASCII (IDN as punycode), no trailing dot, no wildcard.
///
/// Only letters, digits, `-` and `.` can stand in it, so it needs no quoting in any dialect: a
/// domain such as `a.test; }` never becomes a directive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fqdn(String);

/// Why a text is not a name that a proxy can serve.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FqdnError {
    /// Nothing was typed.
    #[error("no domain was given")]
    Empty,
    /// A bare address: certificates and virtual hosts go by name.
    #[error("{0} is an address, and a proxy tells sites apart by name")]
    Address(IpAddr),
    /// `*.example.com`.
    #[error("a wildcard is not one name: type the name that visitors will use")]
    Wildcard,
    /// `example.com.` is right in DNS, but no browser sends it and no virtual host matches it.
    #[error("leave out the dot at the end")]
    TrailingDot,
    /// A scheme, a port or a path came along.
    #[error("only the name is wanted here, without https://, port or path")]
    NotOnlyAName,
    /// Over 253 characters, or a part over 63 (RFC 1035, 2.3.4).
    #[error("the name is too long: 253 characters at most, and 63 between two dots")]
    TooLong,
    /// Anything else that DNS does not carry.
    #[error("{0:?} cannot stand in a domain name")]
    BadCharacter(char),
    /// Empty parts, a hyphen at an edge, or a label that IDNA refuses.
    #[error("this is not a domain name as DNS writes them (such as jellyfin.example.com)")]
    Malformed,
}

impl FqdnError {
    /// The stable word for this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "domain_missing",
            Self::Address(_) => "domain_is_address",
            Self::Wildcard => "domain_is_wildcard",
            Self::TrailingDot => "domain_trailing_dot",
            Self::NotOnlyAName => "domain_not_only_a_name",
            Self::TooLong => "domain_too_long",
            Self::BadCharacter(_) => "domain_bad_character",
            Self::Malformed => "domain_malformed",
        }
    }
}

impl Fqdn {
    /// The name in ASCII.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as people write it: `xn--mnchen-3ya.de` is `münchen.de`.
    pub fn to_unicode(&self) -> String {
        idna::domain_to_unicode(&self.0).0
    }
}

impl FromStr for Fqdn {
    type Err = FqdnError;

    fn from_str(text: &str) -> Result<Self, FqdnError> {
        refuse_lookalikes(text)?;
        // Stopped before the conversion, whose cost grows with what it is given.
        if text.len() > 1024 {
            return Err(FqdnError::TooLong);
        }
        let ascii = idna::domain_to_ascii_strict(text).map_err(|_| too_long_or_malformed(text))?;
        if ascii.len() > 253 || ascii.split('.').any(|label| label.len() > 63) {
            return Err(FqdnError::TooLong);
        }
        if ascii.split('.').any(|l| l.is_empty() || l.starts_with('-') || l.ends_with('-')) {
            return Err(FqdnError::Malformed);
        }
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
        match ascii.chars().find(|c| !plain(*c)) {
            Some(c) => Err(FqdnError::BadCharacter(c)),
            // `1.2.3.4` is caught above; `1.2.3` is an address to some C libraries.
            None if ascii.rsplit('.').next().is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit())) => {
                Err(FqdnError::Malformed)
            }
            None => Ok(Self(ascii)),
        }
    }
}

/// What is plainly something else than a name gets its own answer.
fn refuse_lookalikes(text: &str) -> Result<(), FqdnError> {
    if text.is_empty() {
        return Err(FqdnError::Empty);
    }
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = bare.parse::<IpAddr>() {
        return Err(FqdnError::Address(address));
    }
    if let Some(c) =
        text.chars().find(|c| c.is_control() || c.is_whitespace() || "\"'`;{}$\\<>|&#".contains(*c))
    {
        return Err(FqdnError::BadCharacter(c));
    }
    if text.contains('*') {
        return Err(FqdnError::Wildcard);
    }
    if text.contains('/') || text.contains(':') || text.contains('@') {
        return Err(FqdnError::NotOnlyAName);
    }
    if text.ends_with('.') {
        return Err(FqdnError::TrailingDot);
    }
    Ok(())
}

fn too_long_or_malformed(text: &str) -> FqdnError {
    if text.len() > 253 || text.split('.').any(|label| label.len() > 63) {
        return FqdnError::TooLong;
    }
    text.chars()
        .find(|c| c.is_ascii() && !c.is_ascii_alphanumeric() && *c != '-' && *c != '.')
        .map_or(FqdnError::Malformed, FqdnError::BadCharacter)
}

impl fmt::Display for Fqdn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

text_serde!(Fqdn);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_visitors_use_are_taken() {
        for (typed, kept) in [
            ("jellyfin.example.com", "jellyfin.example.com"),
            ("Jellyfin.Example.COM", "jellyfin.example.com"),
            ("münchen.example", "xn--mnchen-3ya.example"),
            ("xn--mnchen-3ya.example", "xn--mnchen-3ya.example"),
            ("media", "media"),
            ("media.home.arpa", "media.home.arpa"),
        ] {
            assert_eq!(typed.parse::<Fqdn>().map(|n| n.as_str().to_owned()), Ok(kept.to_owned()));
        }
        assert_eq!("münchen.example".parse::<Fqdn>().unwrap().to_unicode(), "münchen.example");
    }

    #[test]
    fn everything_else_is_refused_with_its_own_code() {
        let long_label = format!("{}.example", "a".repeat(64));
        for (typed, code) in [
            ("", "domain_missing"),
            ("a.test; }", "domain_bad_character"),
            ("a.test\nserver {", "domain_bad_character"),
            ("a.test\0", "domain_bad_character"),
            ("a_b.test", "domain_bad_character"),
            ("a.test$host", "domain_bad_character"),
            (&"a".repeat(300), "domain_too_long"),
            ("a.".repeat(150).trim_end_matches('.'), "domain_too_long"),
            (&"ü".repeat(100_000), "domain_too_long"),
            (&long_label, "domain_too_long"),
            ("jellyfin.example.com.", "domain_trailing_dot"),
            ("*.example.com", "domain_is_wildcard"),
            ("192.0.2.7", "domain_is_address"),
            ("2001:db8::7", "domain_is_address"),
            ("[2001:db8::7]", "domain_is_address"),
            ("1.2.3", "domain_malformed"),
            ("https://jellyfin.example.com", "domain_not_only_a_name"),
            ("jellyfin.example.com:8443", "domain_not_only_a_name"),
            ("jellyfin.example.com/web", "domain_not_only_a_name"),
            ("a..test", "domain_malformed"),
            (".a.test", "domain_malformed"),
            ("-a.test", "domain_malformed"),
            ("a-.test", "domain_malformed"),
        ] {
            assert_eq!(typed.parse::<Fqdn>().map_err(|e| e.code()), Err(code), "{typed:.40?}");
        }
    }
}
