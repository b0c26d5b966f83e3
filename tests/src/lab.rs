use std::path::PathBuf;

use crate::{Ended, Jellyfin, Server, Snapshot, Started, Visitor, product};

/// The name that the sites of the tests have.
pub const DOMAIN: &str = "media.example.test";

/// Where the product keeps the certificate of the authority it makes.
const AUTHORITY: &str = "/etc/jellyfin-proxy/ca/ca.crt";

/// A machine with one proxy, a Jellyfin, and the product.
pub struct Lab {
    /// Jellyfin, on 127.0.0.1:8096.
    pub jellyfin: Jellyfin,
    /// The proxy, running.
    pub server: Server,
    before: Snapshot,
}

impl Lab {
    /// A fresh Debian with that proxy running, and a Jellyfin that is ready.
    pub fn with(proxy: &str) -> Self {
        Self::of(proxy, Jellyfin::ready())
    }

    /// The same with another Jellyfin.
    pub fn of(proxy: &str, jellyfin: Jellyfin) -> Self {
        let server = Server::of(proxy);
        server.start();
        Self { jellyfin, server, before: Self::configuration() }
    }

    /// The word of its proxy.
    pub fn proxy(&self) -> &'static str {
        self.server.install.proxy.word()
    }

    /// Runs `jellyfin-proxy setup` for this lab's proxy and domain, with a certificate of its own
    /// authority unless the arguments say otherwise.
    pub fn setup(&self, arguments: &[&str]) -> Ended {
        product(self.setup_arguments(arguments))
    }

    /// The same while the test does something else.
    pub fn start_setup(&self, arguments: &[&str]) -> Started {
        Started::with(self.setup_arguments(arguments))
    }

    fn setup_arguments<'a>(&self, more: &[&'a str]) -> Vec<&'a str> {
        let domain = if more.contains(&"--domain") { &[][..] } else { &["--domain", DOMAIN][..] };
        let tls = ["--cert", "--pem", "--no-tls", "--local-ca"];
        let ca = if more.iter().any(|given| tls.contains(given)) { &[][..] } else { &["--local-ca"][..] };
        [&["setup", "--yes", "--json", "--proxy", self.proxy()], domain, ca, more].concat()
    }

    /// Runs `jellyfin-proxy check` on the lab's site, dialled on this address.
    pub fn check(&self, url: &str, connect: &str, arguments: &[&str]) -> Ended {
        let own = ["check", url, "--connect", connect, "--upstream", "http://127.0.0.1:8096", "--json"];
        let ca =
            std::path::Path::new(AUTHORITY).exists().then_some(["--ca", AUTHORITY]).into_iter().flatten();
        product(own.into_iter().chain(ca).chain(arguments.iter().copied()))
    }

    /// A stranger who comes to the site by HTTPS and trusts the authority that `setup` made.
    ///
    /// # Panics
    /// When it made none.
    pub fn visitor(&self) -> Visitor {
        let authority = std::fs::read_to_string(AUTHORITY);
        Visitor::by_https(&authority.expect("a site was set up with --local-ca"))
    }

    /// Runs `jellyfin-proxy undo`, and sees that every byte is as it was.
    ///
    /// # Panics
    /// When it fails or anything differs.
    #[track_caller]
    pub fn undo(&self) {
        product(["undo", "--yes"]).expect(0);
        self.assert_as_before();
    }

    /// Sees that every byte of the configuration is as it was when the lab was made.
    ///
    /// # Panics
    /// When anything differs.
    #[track_caller]
    pub fn assert_as_before(&self) {
        let differences = self.differences();
        assert!(differences.is_empty(), "these differ: {differences:?}");
    }

    /// Where the configuration is not as it was when the lab was made.
    pub fn differences(&self) -> Vec<PathBuf> {
        self.before.differences(&Self::configuration())
    }

    /// Takes what a test did by hand for how the machine was before.
    pub fn take_as_before(&mut self) {
        self.before = Self::configuration();
    }

    /// The configuration of every server, Jellyfin's and the product's own.
    pub fn configuration() -> Snapshot {
        Snapshot::of(["/etc", "/var/lib/apache2", "/var/www"])
    }
}
