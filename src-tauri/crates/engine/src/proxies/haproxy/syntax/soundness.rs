//! What holds for any bytes at all, whoever makes them up: tests and the fuzzer.

use super::{ConfigFile, Environment};

/// The file is read to an end, no byte of it is lost, and each line of a section's lies behind its header.
///
/// # Panics
/// When that is not so.
pub(in crate::proxies::haproxy) fn assert_sound(source: &[u8]) {
    let path = "/etc/haproxy/haproxy.cfg".parse().expect("a literal plain path");
    let file = ConfigFile::parse(&path, source, &mut Environment::default());
    assert_eq!(print(&file, source), source);
    let mut last = 0;
    for section in file.sections() {
        assert!(last <= section.start() && section.start() < section.header_end());
        last = section.header_end();
        for line in section.keywords() {
            assert!(last <= line.span.start && line.span.end <= source.len());
            last = line.span.end;
        }
    }
}

/// The file again, from nothing but the spans of its words and of what lies between them.
pub(super) fn print(file: &ConfigFile, bytes: &[u8]) -> Vec<u8> {
    let mut printed = Vec::new();
    for line in file.lines() {
        let mut at = printed.len();
        for word in &line.words {
            printed.extend_from_slice(&bytes[at..word.span.start]);
            printed.extend_from_slice(&bytes[word.span.clone()]);
            at = word.span.end;
        }
        printed.extend_from_slice(&bytes[at..line.span.end]);
    }
    printed.extend_from_slice(&bytes[printed.len()..]);
    printed
}
