use std::sync::atomic::{AtomicBool, Ordering};

use hyper::header::{COOKIE, HOST, ORIGIN};
use hyper::{HeaderMap, Method};

/// Who may come in: a browser on this machine that had the link, and no page of another site.
///
/// The link's token works once; from then on the browser shows a cookie that scripts cannot read and
/// other sites' requests do not carry. A name that leads to 127.0.0.1 by a trick (DNS rebinding) is told by
/// its `Host`.
pub(crate) struct Door {
    port: u16,
    token: String,
    cookie: String,
    token_used: AtomicBool,
}

/// Why somebody is turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// He asked for another site.
    OtherHost,
    /// The request comes from a page of another site, or says nothing of where it comes from.
    OtherOrigin,
    /// He has no cookie, or a wrong one.
    NoCookie,
    /// The link was used before, or was never one of this run.
    UsedLink,
}

const COOKIE_NAME: &str = "wizard";

impl Door {
    /// A door with a new link and a new cookie.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub(crate) fn new(port: u16) -> anyhow::Result<Self> {
        Ok(Self { port, token: secret()?, cookie: secret()?, token_used: AtomicBool::new(false) })
    }

    /// The link that lets a browser in, once.
    pub(crate) fn link(&self) -> String {
        format!("http://127.0.0.1:{}/?token={}", self.port, self.token)
    }

    /// The cookie for whoever comes by the link.
    pub(super) fn admit(&self, token: &str) -> Result<String, Refused> {
        let fits = is_same(token, &self.token);
        if !fits || self.token_used.swap(true, Ordering::SeqCst) {
            return Err(Refused::UsedLink);
        }
        Ok(format!("{COOKIE_NAME}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie))
    }

    /// Whether the request is for this site at all.
    pub(super) fn knows_host(&self, headers: &HeaderMap) -> Result<(), Refused> {
        match headers.get(HOST).and_then(|host| host.to_str().ok()) {
            Some(host) if self.own_hosts().iter().any(|own| own == host) => Ok(()),
            _ => Err(Refused::OtherHost),
        }
    }

    /// Whether the request comes from the wizard's own page, in a browser that was let in.
    pub(super) fn lets_in(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refused> {
        self.knows_host(headers)?;
        let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
        let own = |origin: &str| self.own_hosts().iter().any(|host| origin == format!("http://{host}"));
        match origin {
            Some(origin) if own(origin) => {}
            // Browsers leave it out where a page only reads from its own site.
            None if method == Method::GET => {}
            _ => return Err(Refused::OtherOrigin),
        }
        let cookies = headers.get_all(COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
        let mut values = cookies
            .flat_map(|line| line.split(';'))
            .filter_map(|cookie| cookie.trim().strip_prefix(COOKIE_NAME)?.strip_prefix('='));
        if values.any(|value| is_same(value, &self.cookie)) { Ok(()) } else { Err(Refused::NoCookie) }
    }

    fn own_hosts(&self) -> [String; 2] {
        ["127.0.0.1", "localhost"].map(|host| format!("{host}:{}", self.port))
    }
}

/// 128 random bits.
fn secret() -> anyhow::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow::anyhow!("the system gives no random bytes: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Compares without telling by its time how much of a guess is right.
fn is_same(guess: &str, secret: &str) -> bool {
    let pairs = guess.bytes().zip(secret.bytes());
    guess.len() == secret.len() && pairs.fold(0, |different, (a, b)| different | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    fn door() -> Door {
        let token_used = AtomicBool::new(false);
        Door { port: 4711, token: "a".repeat(32), cookie: "b".repeat(32), token_used }
    }

    fn headers(fields: &[(&'static str, &str)]) -> HeaderMap {
        fields
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap()))
            .collect()
    }

    #[test]
    fn a_link_works_once() {
        let door = door();
        assert_eq!(door.admit("guess"), Err(Refused::UsedLink));
        let cookie = door.admit(&"a".repeat(32)).unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        assert_eq!(door.admit(&"a".repeat(32)), Err(Refused::UsedLink));
        assert_ne!(Door::new(1).unwrap().link(), Door::new(1).unwrap().link());
    }

    #[test]
    fn only_the_own_page_gets_in() {
        let cookie = format!("x=1; wizard={}", "b".repeat(32));
        let (host, own) = (("host", "127.0.0.1:4711"), ("origin", "http://127.0.0.1:4711"));
        let with =
            |fields: &[(&'static str, &str)]| headers(&[fields, &[("cookie", cookie.as_str())]].concat());
        for (method, fields, expected) in [
            (Method::GET, with(&[host]), Ok(())),
            (Method::POST, with(&[host, own]), Ok(())),
            (Method::POST, with(&[("host", "localhost:4711"), ("origin", "http://localhost:4711")]), Ok(())),
            (Method::POST, with(&[host]), Err(Refused::OtherOrigin)),
            (Method::POST, with(&[host, ("origin", "null")]), Err(Refused::OtherOrigin)),
            (Method::GET, with(&[host, ("origin", "http://evil.example")]), Err(Refused::OtherOrigin)),
            (Method::GET, with(&[("host", "evil.example:4711")]), Err(Refused::OtherHost)),
            (Method::GET, with(&[("host", "127.0.0.1")]), Err(Refused::OtherHost)),
            (Method::GET, with(&[]), Err(Refused::OtherHost)),
            (Method::GET, headers(&[host]), Err(Refused::NoCookie)),
            (Method::GET, headers(&[host, ("cookie", "wizard=bb")]), Err(Refused::NoCookie)),
        ] {
            assert_eq!(door().lets_in(&method, &fields), expected, "{method} {fields:?}");
        }
    }
}
