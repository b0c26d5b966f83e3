//! The paths of the API, who may use them, and what answers.

/// Who may use a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Anybody,
    Administrator,
    /// Anybody while the first-run wizard is not finished.
    FirstRunOrAdministrator,
    /// Whoever is believed to sit in the local network.
    LocalOrAdministrator,
}

/// What answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    Health,
    PublicInfo,
    Ping,
    UtcTime,
    Branding,
    QuickConnect,
    NoItems,
    Info,
    WhereFrom,
    NetworkSettings,
    Restart,
    Cultures,
    Login,
    WizardSettings,
    WizardUser,
    WizardStep,
    WizardEnd,
    Drives,
    Folder,
    Upload,
    Video,
}

/// A path, with `{}` for any one segment, and what is behind it.
#[derive(Debug)]
pub(crate) struct Route {
    methods: &'static str,
    path: &'static str,
    pub(crate) access: Access,
    pub(crate) endpoint: Endpoint,
}

/// What a method and a path lead to.
#[derive(Debug)]
pub(crate) enum Match {
    Route(&'static Route),
    /// The path is there, for these methods only.
    OtherMethod(&'static str),
    None,
}

const fn route(methods: &'static str, path: &'static str, access: Access, endpoint: Endpoint) -> Route {
    Route { methods, path, access, endpoint }
}

/// Any method reaches this one.
const ANY: &str = "*";

const ROUTES: [Route; 27] = {
    use Access::{Administrator, Anybody, FirstRunOrAdministrator, LocalOrAdministrator};
    [
        route(ANY, "/health", Anybody, Endpoint::Health),
        route("GET", "/system/info/public", Anybody, Endpoint::PublicInfo),
        route("GET, POST", "/system/ping", Anybody, Endpoint::Ping),
        route("GET", "/getutctime", Anybody, Endpoint::UtcTime),
        route("GET", "/branding/configuration", Anybody, Endpoint::Branding),
        route("GET", "/quickconnect/enabled", Anybody, Endpoint::QuickConnect),
        route("GET", "/users/public", Anybody, Endpoint::NoItems),
        route("POST", "/users/authenticatebyname", Anybody, Endpoint::Login),
        route("GET", "/system/info", FirstRunOrAdministrator, Endpoint::Info),
        route("GET", "/system/endpoint", Administrator, Endpoint::WhereFrom),
        route("GET", "/system/configuration/network", Administrator, Endpoint::NetworkSettings),
        route("GET", "/system/logs", Administrator, Endpoint::NoItems),
        route("GET", "/sessions", Administrator, Endpoint::NoItems),
        route("POST", "/system/restart", LocalOrAdministrator, Endpoint::Restart),
        route("GET", "/localization/cultures", FirstRunOrAdministrator, Endpoint::Cultures),
        route("GET", "/startup/configuration", FirstRunOrAdministrator, Endpoint::WizardSettings),
        route("POST", "/startup/configuration", FirstRunOrAdministrator, Endpoint::WizardStep),
        route("GET", "/startup/user", FirstRunOrAdministrator, Endpoint::WizardUser),
        route("GET", "/startup/firstuser", FirstRunOrAdministrator, Endpoint::WizardUser),
        route("POST", "/startup/user", FirstRunOrAdministrator, Endpoint::WizardStep),
        route("POST", "/startup/remoteaccess", FirstRunOrAdministrator, Endpoint::WizardStep),
        route("POST", "/startup/complete", FirstRunOrAdministrator, Endpoint::WizardEnd),
        route("GET", "/environment/drives", FirstRunOrAdministrator, Endpoint::Drives),
        route("GET", "/environment/directorycontents", FirstRunOrAdministrator, Endpoint::Folder),
        route("POST", "/items/{}/images/{}", Administrator, Endpoint::Upload),
        route("GET, HEAD", "/videos/{}/stream", Anybody, Endpoint::Video),
        route("GET, HEAD", "/videos/{}/stream.mp4", Anybody, Endpoint::Video),
    ]
};

/// What a method and a path, in any case, lead to.
pub(crate) fn find(method: &str, path: &str) -> Match {
    let path = path.strip_suffix('/').unwrap_or(path).to_ascii_lowercase();
    let mut others = None;
    for route in &ROUTES {
        if !fits(route.path, &path) {
            continue;
        }
        if route.methods == ANY || route.methods.split(", ").any(|allowed| allowed == method) {
            return Match::Route(route);
        }
        others.get_or_insert(route.methods);
    }
    others.map_or(Match::None, Match::OtherMethod)
}

fn fits(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted == given || wanted == "{}" && !given.is_empty() => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(method: &str, path: &str) -> Option<Endpoint> {
        match find(method, path) {
            Match::Route(route) => Some(route.endpoint),
            Match::OtherMethod(_) | Match::None => None,
        }
    }

    #[test]
    fn paths_are_found_in_any_case_and_with_any_id() {
        assert_eq!(found("GET", "/SYSTEM/Info/public/"), Some(Endpoint::PublicInfo));
        assert_eq!(found("DELETE", "/health"), Some(Endpoint::Health));
        assert_eq!(found("GET", "/Videos/abc/stream"), Some(Endpoint::Video));
        assert_eq!(found("GET", "/Videos//stream"), None);
        assert_eq!(found("GET", "/"), None);
        assert!(matches!(find("GET", "/System/Restart"), Match::OtherMethod("POST")));
    }
}
