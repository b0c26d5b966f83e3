/// Whether anything here asks for a directive: what nobody asks for is not kept, since a server of ten
/// thousand sites has a million of them.
pub(super) fn is_kept(name: &str) -> bool {
    KEPT.binary_search(&name).is_ok() || name.starts_with("ssl")
}

/// In order.
const KEPT: [&str; 19] = [
    "alias",
    "aliasmatch",
    "documentroot",
    "errorlog",
    "listen",
    "protocols",
    "proxypass",
    "proxypassmatch",
    "redirect",
    "redirectmatch",
    "redirectpermanent",
    "remoteipproxyprotocol",
    "rewriteengine",
    "rewriterule",
    "scriptalias",
    "serveralias",
    "servername",
    "serverpath",
    "user",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_stand_in_order() {
        assert!(KEPT.is_sorted());
        assert!(is_kept("servername") && is_kept("sslengine") && !is_kept("customlog"));
    }
}
