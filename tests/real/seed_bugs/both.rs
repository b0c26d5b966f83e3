//! One observation on two configurations.

use std::fs;

use standin::Options;
use tests::{DOMAIN, Jellyfin, Lab, Seed, Server, Visitor};

/// More than any buffer on the way holds.
const FILM: u64 = 256 << 20;

/// What was observed on the one and on the other.
pub(super) struct Both<T> {
    /// On what `jellyfin-proxy setup` wrote.
    pub(super) written: T,
    /// On the document's configuration.
    pub(super) seed: T,
}

/// A site that is looked at.
pub(super) struct Site {
    pub(super) server: Server,
    pub(super) jellyfin: Jellyfin,
    /// A stranger who comes by HTTPS.
    pub(super) visitor: Visitor,
}

/// Makes the observation on both, one after the other, on the same machine.
pub(super) fn on_both<T>(proxy: &str, observe: impl Fn(&Site) -> T) -> Both<T> {
    Scene { proxy, setup: &[], change: |_| {}, network_xml: "" }.on_both(observe)
}

/// A machine on which an observation needs more than the usual.
pub(super) struct Scene<'a> {
    pub(super) proxy: &'a str,
    /// Further arguments of `setup`.
    pub(super) setup: &'a [&'a str],
    /// How its Jellyfin differs.
    pub(super) change: fn(&mut Options),
    /// What its network.xml says besides KnownProxies.
    pub(super) network_xml: &'a str,
}

impl Scene<'_> {
    pub(super) fn on_both<T>(&self, observe: impl Fn(&Site) -> T) -> Both<T> {
        let written = self.on_written(&observe);
        Both { written, seed: self.on_seed(&observe) }
    }

    fn on_written<T>(&self, observe: impl Fn(&Site) -> T) -> T {
        self.write_network_xml("");
        let lab = Lab::of(self.proxy, self.jellyfin());
        lab.setup(self.setup).expect(0);
        let visitor = lab.visitor();
        let (site, seen) = look(lab.server, lab.jellyfin, visitor, observe);
        tests::product(["undo", "--yes"]).expect(0);
        site.leave();
        seen
    }

    /// Jellyfin knows about its proxy there too: what is seen is the proxy's fault alone.
    fn on_seed<T>(&self, observe: impl Fn(&Site) -> T) -> T {
        self.write_network_xml("<KnownProxies><string>127.0.0.1</string></KnownProxies>");
        let authority = Seed::of(self.proxy).put(DOMAIN);
        let jellyfin = self.jellyfin();
        let server = Server::of(self.proxy);
        server.start();
        let (site, seen) = look(server, jellyfin, Visitor::by_https(&authority), observe);
        site.leave();
        seen
    }

    fn jellyfin(&self) -> Jellyfin {
        Jellyfin::start(|options| {
            options.media_size = FILM;
            (self.change)(options);
        })
    }

    fn write_network_xml(&self, known_proxies: &str) {
        let text =
            format!("<NetworkConfiguration>{}{known_proxies}</NetworkConfiguration>", self.network_xml);
        fs::create_dir_all("/etc/jellyfin").unwrap();
        fs::write("/etc/jellyfin/network.xml", text).unwrap();
    }
}

fn look<T>(server: Server, jellyfin: Jellyfin, visitor: Visitor, observe: impl Fn(&Site) -> T) -> (Site, T) {
    let site = Site { server, jellyfin, visitor };
    let seen = observe(&site);
    (site, seen)
}

impl Site {
    /// The values of a header field in the last request for that target that reached Jellyfin.
    pub(super) fn upstream_values(&self, target: &str, name: &str) -> Vec<String> {
        let seen = self.jellyfin.seen().into_iter().rfind(|seen| seen.target == target);
        let fields = seen.unwrap_or_else(|| panic!("{target} did not reach Jellyfin")).headers;
        let named = fields.into_iter().filter(|(field, _)| field.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value).collect()
    }

    fn leave(mut self) {
        self.server.stop();
        self.jellyfin.stop();
    }
}
