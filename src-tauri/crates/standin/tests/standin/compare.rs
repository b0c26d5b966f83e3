//! Comparing an answer with the recorded one.

use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;

use crate::client::Answer;
use crate::folder;
use crate::recording::Recorded;

/// What of an answer is known to change from server to server.
pub(crate) struct Masks<'a> {
    pub(crate) port: u16,
    pub(crate) version: &'a str,
    pub(crate) server_name: &'a str,
}

/// In what way an answer differs from the recorded one; `None` where it does not.
pub(crate) fn difference(answer: &Answer, recorded: &Recorded, masks: &Masks<'_>) -> Option<String> {
    if answer.status != recorded.status {
        return Some(format!("status {} instead of {}", answer.status, recorded.status));
    }
    let headers: Vec<(String, String)> = answer.headers.iter().map(mask_header).collect();
    if headers != recorded.headers {
        return Some(format!("header fields\n  {headers:?}\ninstead of\n  {:?}", recorded.headers));
    }
    if let Some(frame) = &recorded.frame {
        let text = mask(&String::from_utf8_lossy(&answer.body[2..]), masks);
        return (answer.body[0] != 0x81 || text != *frame)
            .then(|| format!("frame {text} instead of {frame}"));
    }
    if recorded.compressed_part {
        return (unpacked(answer) != folder::script()).then(|| "compressed content".to_owned());
    }
    if let Some(compressed) = &recorded.compressed {
        let body = STANDARD.decode(compressed).expect("base64");
        let recorded = Answer { body, ..answer.clone() };
        let text = |answer: &Answer| mask(&String::from_utf8_lossy(&unpacked(answer)), masks);
        return (text(answer) != text(&recorded))
            .then(|| format!("compressed {} instead of {}", text(answer), text(&recorded)));
    }
    body_difference(answer, recorded, masks)
}

fn body_difference(answer: &Answer, recorded: &Recorded, masks: &Masks<'_>) -> Option<String> {
    let body = mask(&answer.text(), masks);
    let same = if recorded.part { body.starts_with(&recorded.body) } else { body == recorded.body };
    if !same {
        return Some(format!("body {:.900} instead of {}", body, recorded.body));
    }
    let length = recorded.length.filter(|length| *length != answer.body.len());
    length.map(|length| format!("{} bytes instead of {length}", answer.body.len()))
}

fn unpacked(answer: &Answer) -> Vec<u8> {
    let mut content = Vec::new();
    let packed = answer.body.as_slice();
    match answer.header("Content-Encoding") {
        Some("br") => brotli::Decompressor::new(packed, 4096).read_to_end(&mut content).expect("brotli"),
        Some("gzip") => GzDecoder::new(packed).read_to_end(&mut content).expect("gzip"),
        other => panic!("no compression: {other:?}"),
    };
    content
}

fn mask_header((name, value): &(String, String)) -> (String, String) {
    let value = match name.as_str() {
        "Date" | "Last-Modified" => "<date>".to_owned(),
        "X-Response-Time-ms" => "<ms>".to_owned(),
        "Location" => mask_ids(value),
        _ => value.clone(),
    };
    (name.clone(), value)
}

fn mask(text: &str, masks: &Masks<'_>) -> String {
    let text = mask_ids(&mask_times(text));
    let lower = |name: &str| format!("{}{}", name[..1].to_lowercase(), &name[1..]);
    let mut text = text
        .replace(&format!(":{}", masks.port), ":8096")
        .replace(&format!("\"{}\"", masks.version), "\"<version>\"");
    for name in ["ServerName".to_owned(), lower("ServerName")] {
        text =
            text.replace(&format!("\"{name}\":\"{}\"", masks.server_name), &format!("\"{name}\":\"<name>\""));
    }
    text
}

/// 32 hexadecimal digits in a row.
fn mask_ids(text: &str) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    for letter in text.chars().chain([' ']) {
        if letter.is_ascii_hexdigit() {
            digits.push(letter);
            continue;
        }
        out.push_str(if digits.len() == 32 { "<id>" } else { &digits });
        digits.clear();
        out.push(letter);
    }
    out.pop();
    out
}

fn mask_times(text: &str) -> String {
    let mut parts = text.split("Time\":\"");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find('"').unwrap_or(0);
        out.push_str(&format!("Time\":\"<time>{}", &part[end..]));
    }
    out
}
