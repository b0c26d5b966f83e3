mod call;
mod frontends;
mod one;
mod ten;

use call::Call;

/// Sites that somebody else has set up on the same server, before the product came.
pub struct Neighbours {
    calls: Vec<Call>,
}

impl Neighbours {
    /// Writes a site for a proxy that does not run yet.
    ///
    /// # Panics
    /// When this test knows no site for that proxy.
    pub fn one(proxy: &str) -> Self {
        Self { calls: one::write(proxy) }
    }

    /// Writes ten sites, each of which is found in another way: by name, address, port, TLS, or as the default.
    ///
    /// # Panics
    /// When this test knows no sites for that proxy.
    pub fn ten(proxy: &str) -> Self {
        Self { calls: ten::write(proxy) }
    }

    /// Writes a HAProxy with frontends of its user's: beside the product's site where that is HAProxy's too, and else
    /// running in front of the server, which makes room on ports 80 and 443 for it.
    ///
    /// # Panics
    /// When this test knows no way for that proxy.
    pub fn frontends(proxy: &str) -> Self {
        Self { calls: frontends::write(proxy) }
    }

    /// Those that are there already, as they are visited: `http` or `https`, the address with its port, the host, and
    /// what is only in that site's answer.
    ///
    /// # Panics
    /// When the scheme is another.
    pub fn visited(visits: &[[&'static str; 4]]) -> Self {
        let call = |[scheme, address, host, mark]: &[&'static str; 4]| match *scheme {
            "http" => Call::http(address, host, mark),
            "https" => Call::https(address, host, mark),
            other => panic!("{other} is no scheme of a site's"),
        };
        Self { calls: visits.iter().map(call).collect() }
    }

    /// What each of them answers: status, header fields that tell about the site, certificate and body.
    ///
    /// # Panics
    /// When one does not answer, or another site does.
    #[track_caller]
    pub fn answers(&self) -> Vec<String> {
        self.calls.iter().map(Call::answer).collect()
    }
}

fn write(path: &str, text: &str) {
    let folder = std::path::Path::new(path).parent().expect("a path below a folder");
    std::fs::create_dir_all(folder).expect("a writable sandbox");
    std::fs::write(path, text).unwrap_or_else(|error| panic!("{path}: {error}"));
}

fn append(path: &str, text: &str) {
    let before = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    write(path, &(before + text));
}

/// Certificates with their keys, for `four.example.test` and `five.example.test`.
fn write_certificates() {
    for name in ["four", "five"] {
        let certificate = testkit::certificate_for(&[&format!("{name}.example.test")], 2020..2040);
        write(&format!("/etc/ssl/neighbours/{name}.pem"), &certificate.combined());
    }
}

fn enable_apache_site(name: &str, text: &str) {
    write(&format!("/etc/apache2/sites-available/{name}.conf"), text);
    let link = format!("/etc/apache2/sites-enabled/{name}.conf");
    std::os::unix::fs::symlink(format!("../sites-available/{name}.conf"), link).expect("a writable sandbox");
}
