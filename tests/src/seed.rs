use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use testkit::certificate_for;

/// Where the certificate of the seed's site lies in a sandbox, unless the folder itself is the bug.
const CERTIFICATES: &str = "/etc/ssl/seed";

/// The configuration of the document that the product grew from, for one of its three servers.
#[derive(Debug, Clone, Copy)]
pub struct Seed {
    text: &'static str,
    /// The file that Debian's server reads it from.
    file: &'static str,
    /// The folder that the document has its certificate in.
    certificates: &'static str,
    /// What else the document says to run.
    modules: &'static [&'static str],
}

impl Seed {
    /// The one for that server.
    ///
    /// # Panics
    /// When the document does not know the server.
    pub fn of(proxy: &str) -> Self {
        match proxy {
            "nginx" => Self {
                text: include_str!("../fixtures/seed/nginx.conf"),
                file: "/etc/nginx/sites-enabled/seed",
                certificates: "/etc/letsencrypt/live/{domain}",
                modules: &[],
            },
            "apache" => Self {
                text: include_str!("../fixtures/seed/apache.conf"),
                file: "/etc/apache2/sites-enabled/seed.conf",
                certificates: "/etc/letsencrypt/{domain}",
                modules: &["proxy", "proxy_http", "ssl"],
            },
            "haproxy" => Self {
                text: include_str!("../fixtures/seed/haproxy.conf"),
                file: "/etc/haproxy/haproxy.cfg",
                certificates: "/etc/letsencrypt/live/{domain}",
                modules: &[],
            },
            _ => panic!("the document has nothing for {proxy}"),
        }
    }

    /// The text for a site of that name.
    pub fn text(self, domain: &str, certificates: &str) -> String {
        self.text.replace("{certificates}", certificates).replace("{domain}", domain)
    }

    /// Puts the site on the machine, with a certificate that works; gives back the authority that signed it.
    ///
    /// # Panics
    /// When the machine's folders are not those of a Debian with that server.
    pub fn put(self, domain: &str) -> String {
        let certificate = certificate_for(&[domain], 2020..2040);
        fs::create_dir_all(CERTIFICATES).expect("the sandbox is writable");
        for (name, text) in [
            ("fullchain.pem", certificate.chain()),
            ("privkey.pem", certificate.key.clone()),
            ("complete.pem", certificate.combined()),
        ] {
            fs::write(format!("{CERTIFICATES}/{name}"), text).expect("the sandbox is writable");
        }
        self.write(&self.text(domain, CERTIFICATES));
        certificate.ca
    }

    /// Puts the site on the machine with its certificate where the document says it is.
    pub fn put_as_written(self, domain: &str) {
        self.write(&self.text(domain, &self.certificates.replace("{domain}", domain)));
    }

    /// A web client as there was when the document was written: with the page that its HAProxy checks.
    ///
    /// # Panics
    /// When the temporary folder cannot be written.
    pub fn web_client_of_its_time() -> PathBuf {
        let folder = PathBuf::from("/tmp/web");
        fs::create_dir_all(&folder).expect("the sandbox is writable");
        for page in ["index.html", "login.html"] {
            fs::write(folder.join(page), "<!doctype html><title>A web client</title>").expect("a new file");
        }
        folder
    }

    /// HAProxy has all in one file; for the others the seed's is a file of its own.
    fn write(self, text: &str) {
        let mut file =
            OpenOptions::new().create(true).append(true).open(self.file).expect("the server's folder");
        file.write_all(format!("\n{text}").as_bytes()).expect("the sandbox is writable");
        if !self.modules.is_empty() {
            let enabled = Command::new("a2enmod").arg("--quiet").args(self.modules).status();
            assert!(enabled.is_ok_and(|status| status.success()), "a2enmod {:?}", self.modules);
        }
    }
}
