use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

/// The name of the site that was there before.
const NAME: &str = "old.example.test";

/// A site that somebody else has set up on the same server, before the product came.
pub struct Neighbour {
    port: u16,
}

impl Neighbour {
    /// Writes such a site for a proxy that does not run yet.
    ///
    /// # Panics
    /// When this test knows no site for that proxy.
    pub fn beside(proxy: &str) -> Self {
        match proxy {
            "nginx" => {
                let site = format!(
                    "server {{\n    listen 80;\n    server_name {NAME};\n    return 200 \"the old site\";\n}}\n"
                );
                write("/etc/nginx/conf.d/old.conf", &site);
                Self { port: 80 }
            }
            "apache" => {
                let site = format!(
                    "<VirtualHost *:80>\n    ServerName {NAME}\n    Redirect 410 /\n    ErrorDocument 410 \"the old site\"\n</VirtualHost>\n"
                );
                write("/etc/apache2/sites-available/old.conf", &site);
                let link = "/etc/apache2/sites-enabled/old.conf";
                std::os::unix::fs::symlink("../sites-available/old.conf", link).expect("a writable sandbox");
                Self { port: 80 }
            }
            "haproxy" => {
                let site = "\nfrontend old\n\tbind :8081\n\thttp-request return status 200 content-type text/plain string \"the old site\"\n";
                let file = "/etc/haproxy/haproxy.cfg";
                let before = std::fs::read_to_string(file).expect("Debian's own file");
                write(file, &(before + site));
                Self { port: 8081 }
            }
            other => panic!("write down what a site of {other} looks like"),
        }
    }

    /// Its answer: status, header fields and body, without the date.
    ///
    /// # Panics
    /// When it does not answer.
    #[track_caller]
    pub fn answer(&self) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("the old site listens");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a time above zero");
        write!(stream, "GET / HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n").expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        assert!(answer.contains("the old site"), "{answer}");
        let kept = answer.lines().filter(|line| !line.to_ascii_lowercase().starts_with("date:"));
        kept.collect::<Vec<_>>().join("\n")
    }
}

fn write(path: &str, text: &str) {
    std::fs::write(path, text).unwrap_or_else(|error| panic!("{path}: {error}"));
}
