use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::command::product_command;

/// Longer than any step of a set-up takes.
const PATIENCE: Duration = Duration::from_secs(90);

/// A wizard that is served to a browser, and that browser without its face.
pub struct Page {
    serving: Child,
    /// Kept open: the program prints there.
    _words: BufReader<ChildStdout>,
    port: u16,
    link: String,
    cookie: String,
    views: BufReader<TcpStream>,
    /// What is shown now.
    pub view: Value,
}

impl Page {
    /// Starts `jellyfin-proxy serve` with these arguments, and opens its link.
    ///
    /// # Panics
    /// When it does not start or does not let the browser in.
    pub fn open(arguments: &[&str]) -> Self {
        let mut command = product_command();
        command.arg("serve").args(arguments);
        Self::of(command)
    }

    /// The same for a command that is `jellyfin-proxy serve` in the end.
    ///
    /// # Panics
    /// When it does not start or does not let the browser in.
    pub fn of(mut command: Command) -> Self {
        let mut serving = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("it was built");
        let mut words = BufReader::new(serving.stdout.take().expect("it was just piped"));
        let link = loop {
            let mut line = String::new();
            assert_ne!(words.read_line(&mut line).expect("readable"), 0, "it ended without a link");
            if let Some(link) = line.trim().strip_prefix("http://127.0.0.1:") {
                break link.to_owned();
            }
        };
        let (port, target) = link.split_once('/').expect("a link has a path");
        let port = port.parse().expect("a link has a port");
        let link = format!("/{target}");
        let admitted = request(port, &get(port, &link, ""));
        assert!(admitted.starts_with("HTTP/1.1 303 "), "{admitted}");
        let cookie = admitted.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        let cookie = cookie.and_then(|line| line.split(';').next()).expect("a cookie").to_owned();
        let mut stream = connect(port);
        stream.write_all(get(port, "/api/view", &cookie).as_bytes()).expect("it reads");
        let views = BufReader::new(stream);
        let mut page = Self { serving, _words: words, port, link, cookie, views, view: Value::Null };
        page.until("the first look has ended", |view| view["computer"]["looking"] == false);
        page
    }

    /// Sends an intent.
    ///
    /// # Panics
    /// When it is not taken.
    #[track_caller]
    pub fn want(&self, intent: &Value) {
        let answer = self.post(&format!("http://127.0.0.1:{}", self.port), &self.cookie, &intent.to_string());
        assert!(answer.starts_with("HTTP/1.1 202 "), "{intent}: {answer}");
    }

    /// Waits until what is shown is as wanted.
    ///
    /// # Panics
    /// When that does not happen: with what is shown instead.
    #[track_caller]
    pub fn until(&mut self, what: &str, shown: impl Fn(&Value) -> bool) {
        let begin = Instant::now();
        while self.view.is_null() || !shown(&self.view) {
            assert!(begin.elapsed() < PATIENCE, "never shown: {what}\n{:#}", self.view);
            let mut line = String::new();
            match self.views.read_line(&mut line) {
                Ok(0) => panic!("the stream ended before: {what}\n{:#}", self.view),
                Ok(_) => {}
                Err(error) => panic!("{error} before: {what}\n{:#}", self.view),
            }
            if let Some(json) = line.strip_prefix("data: ") {
                self.view = serde_json::from_str(json).expect("a view is JSON");
            }
        }
    }

    /// The answer to a request for a path that shows these header lines (each ending in a line break).
    pub fn get(&self, path: &str, fields: &str) -> String {
        request(self.port, &format!("GET {path} HTTP/1.1\r\n{fields}Connection: close\r\n\r\n"))
    }

    /// The answer to an intent from a page of that origin.
    pub fn post(&self, origin: &str, cookie: &str, body: &str) -> String {
        let length = body.len();
        request(
            self.port,
            &format!(
                "POST /api/intent HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nOrigin: {origin}\r\nCookie: {cookie}\r\n\
                 Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}",
                self.port
            ),
        )
    }

    /// The header lines of the browser that was let in.
    pub fn own_fields(&self) -> String {
        format!("Host: 127.0.0.1:{}\r\nCookie: {}\r\n", self.port, self.cookie)
    }

    /// The port it is served at.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The path of its link, which works once.
    pub fn link(&self) -> &str {
        &self.link
    }

    /// The cookie that lets the browser in.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// The process that serves it.
    pub fn serving(&self) -> &Child {
        &self.serving
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // Whatever it was doing is undone by its root side, whose front is gone then.
        let _ = self.serving.kill();
        let _ = self.serving.wait();
    }
}

fn get(port: u16, path: &str, cookie: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n")
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time above zero");
    stream
}

/// The head of the answer, with its body where it ends with the connection.
fn request(port: u16, text: &str) -> String {
    let mut stream = connect(port);
    stream.write_all(text.as_bytes()).expect("it reads");
    let mut answer = Vec::new();
    let mut piece = [0; 4096];
    while !answer.windows(4).any(|window| window == b"\r\n\r\n") {
        let read = stream.read(&mut piece).expect("it answers");
        if read == 0 {
            break;
        }
        answer.extend_from_slice(&piece[..read]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}
