//! The machine's own name, which a site without `ServerName` answers to.

use crate::facts::{Evidence, HostFacts};
use crate::names::AbsPath;

/// Where the name stands, and what it is short for.
const FILES: [&str; 2] = ["/etc/hostname", "/etc/hosts"];

/// Takes what the name is told from into the facts.
pub(super) fn look(evidence: &mut Evidence<'_>) {
    for path in FILES.map(known) {
        evidence.read(&path);
    }
}

/// The full name, as Apache finds it: the address of the short name, and the first name of that
/// address. What only DNS knows is not known here.
pub(super) fn full_name(facts: &HostFacts) -> Option<String> {
    let [short, hosts] = FILES
        .map(|path| facts.content(&known(path)).map(|bytes| String::from_utf8_lossy(bytes).into_owned()));
    let (short, hosts) = (short?.trim().to_owned(), hosts.unwrap_or_default());
    let lines = || {
        hosts.lines().map(|line| {
            let line = line.split('#').next().unwrap_or_default();
            line.split_whitespace().collect::<Vec<_>>()
        })
    };
    let is_it = |name: &&str| name.eq_ignore_ascii_case(&short);
    let named = lines().find(|words| words.iter().skip(1).any(is_it));
    let full = named.and_then(|named| {
        let of_address = lines().find(|words| words.first() == named.first())?;
        of_address.get(1).map(|name| (*name).to_owned())
    });
    Some(full.unwrap_or(short)).filter(|name| name.contains('.'))
}

fn known(path: &str) -> AbsPath {
    path.parse().expect("a literal plain path")
}
