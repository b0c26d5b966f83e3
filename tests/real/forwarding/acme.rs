//! Challenges by which an authority sees that the domain is ours.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;

use tests::{Lab, Visitor};

use super::set_up;

const PATH: &str = "/.well-known/acme-challenge/token-1_2";

pub(super) fn answers_challenges_without_tls(proxy: &str) {
    let lab = set_up(proxy, &[]);
    if proxy == "haproxy" {
        answer_as_certbot();
    } else {
        put_as_certbot(&lab);
    }
    let answer = Visitor::by_http().get(PATH);
    assert_eq!((answer.status, answer.text()), (200, "token-1_2.key".to_owned()));
    assert_eq!(Visitor::by_http().get("/.well-known/other").status, 301);
}

/// As `certbot --webroot` does.
fn put_as_certbot(lab: &Lab) {
    let file = format!("{}{PATH}", lab.server.install.web_root);
    fs::create_dir_all(file.trim_end_matches("token-1_2")).unwrap();
    fs::write(file, "token-1_2.key").unwrap();
}

/// As `certbot --standalone --http-01-port 8888` does, for one challenge.
fn answer_as_certbot() {
    let listener = TcpListener::bind(("127.0.0.1", 8888)).unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 4096];
        let length = stream.read(&mut request).unwrap();
        assert!(request[..length].starts_with(format!("GET {PATH} HTTP/1.1").as_bytes()));
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: close\r\n\r\ntoken-1_2.key")
            .unwrap();
    });
}
