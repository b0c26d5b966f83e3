//! The recorded exchanges of real servers (tests/fixtures/jellyfin/README.md tells their form).

use std::path::Path;

use serde::Deserialize;

/// All recordings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recordings {
    pub(crate) requests: Vec<Request>,
    pub(crate) answers: Vec<Recorded>,
    pub(crate) settings: Vec<Setting>,
}

/// One version with one network.xml.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Setting {
    pub(crate) version: String,
    pub(crate) setting: String,
    pub(crate) server_name: Option<String>,
    /// The case, its request and its answer.
    pub(crate) cases: Vec<(String, usize, usize)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    line: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

/// What a real server answered; what changes each time is masked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recorded {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    #[serde(default)]
    pub(crate) body: String,
    /// Only the beginning of the body was kept.
    #[serde(default)]
    pub(crate) part: bool,
    /// How long the whole body was.
    pub(crate) length: Option<usize>,
    /// The text of the first frame after a 101.
    pub(crate) frame: Option<String>,
    /// The whole body, compressed, in base64.
    pub(crate) compressed: Option<String>,
    /// The body was compressed and not kept.
    #[serde(default)]
    pub(crate) compressed_part: bool,
}

impl Recordings {
    pub(crate) fn load() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
        let path = root.join("tests/fixtures/jellyfin/recordings.json");
        let text = std::fs::read_to_string(&path).expect("the recordings");
        serde_json::from_str(&text).expect("the recordings are in the form the reader knows")
    }
}

impl Request {
    /// The bytes as they were sent, with this token.
    pub(crate) fn bytes(&self, token: &str) -> Vec<u8> {
        let body = self.body.as_deref().map(|body| self.expand_body(body));
        let names = |name: &str| self.headers.iter().any(|(field, _)| field == name);
        let mut head = format!("{}\r\n", expand_line(&self.line).replace("<token>", token));
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {}\r\n", expand_value(value).replace("<token>", token)));
        }
        if let Some(body) = body.as_ref().filter(|_| !names("Content-Length") && !names("Transfer-Encoding"))
        {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        if !names("Connection") {
            head.push_str("Connection: close\r\n");
        }
        head.push_str("\r\n");
        [head.into_bytes(), body.unwrap_or_default()].concat()
    }

    fn expand_body(&self, body: &str) -> Vec<u8> {
        let Some(described) = body.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
            return body.as_bytes().to_vec();
        };
        let length = count(described);
        if self.headers.iter().any(|(_, value)| value == "application/json") && length > 8 {
            return format!("{{\"x\":\"{}\"}}", "x".repeat(length - 8)).into_bytes();
        }
        let content = "x".repeat(length);
        match described.ends_with("chunked") {
            true => format!("{length:x}\r\n{content}\r\n0\r\n\r\n").into_bytes(),
            false => content.into_bytes(),
        }
    }
}

/// `GET /health?xxx…<7021 bytes>` stands for a line of that length.
fn expand_line(line: &str) -> String {
    match line.split_once('…') {
        Some((start, described)) => {
            let length = count(described.trim_start_matches('<'));
            let end = " HTTP/1.1";
            format!("{start}{}{end}", "x".repeat(length - start.len() - end.len()))
        }
        None => line.to_owned(),
    }
}

/// `<20000 bytes>` stands for a value of that length.
fn expand_value(value: &str) -> String {
    match value.strip_prefix('<').filter(|rest| rest.ends_with(" bytes>")) {
        Some(described) => "x".repeat(count(described)),
        None => value.to_owned(),
    }
}

fn count(described: &str) -> usize {
    described.split(' ').next().and_then(|number| number.parse().ok()).expect("a number of bytes")
}
