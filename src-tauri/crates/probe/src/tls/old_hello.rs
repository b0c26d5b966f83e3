//! Whether a server still speaks TLS 1.0 or 1.1.
//!
//! The TLS library has neither, so a ClientHello is written by hand (RFC 4346, 7.4.1.2) and only the
//! first record of the answer is read: a ServerHello of that version, or something else.

use engine::verdict::Trouble;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::dial;
use crate::origin::Origin;

/// A version out of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Old {
    /// TLS 1.0.
    Tls10,
    /// TLS 1.1.
    Tls11,
}

/// Record and handshake types (RFC 5246, appendix A).
const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
const SERVER_HELLO: u8 = 2;

/// Suites that servers of that time have: ECDHE and RSA with AES-CBC, then 3DES.
const SUITES: [u16; 7] = [0xc00a, 0xc014, 0xc009, 0xc013, 0x0035, 0x002f, 0x000a];

/// Asks.
pub(crate) async fn accepts(origin: &Origin, version: Old) -> Result<bool, Trouble> {
    let mut stream = origin.dial().await?;
    let name = origin.url.address().is_none().then(|| origin.url.server_name());
    let hello = client_hello(version, name.as_deref());
    stream.write_all(&hello).await.map_err(|error| dial::trouble(&error))?;
    let mut answer = [0; 11];
    match stream.read_exact(&mut answer).await {
        Ok(_) => Ok(is_server_hello(&answer, version)),
        // An alert is seven bytes, and some servers just hang up: both say no.
        Err(error) => match dial::trouble(&error) {
            Trouble::Closed => Ok(false),
            trouble => Err(trouble),
        },
    }
}

fn number(version: Old) -> u16 {
    match version {
        Old::Tls10 => 0x0301,
        Old::Tls11 => 0x0302,
    }
}

/// Record header (5 bytes), handshake header (4 bytes), then the version chosen.
fn is_server_hello(answer: &[u8; 11], version: Old) -> bool {
    answer[0] == HANDSHAKE && answer[5] == SERVER_HELLO && answer[9..11] == number(version).to_be_bytes()
}

fn client_hello(version: Old, name: Option<&str>) -> Vec<u8> {
    let mut body = number(version).to_be_bytes().to_vec();
    // Random: nothing is ever encrypted with it, since the handshake is not gone on with.
    body.extend([0x4a; 32]);
    body.push(0); // No session to resume.
    let suites: Vec<u8> = SUITES.iter().flat_map(|suite| suite.to_be_bytes()).collect();
    body.extend(with_length(&suites));
    body.extend([1, 0]); // One compression method: none.
    body.extend(with_length(&extensions(name)));

    let length = u32::try_from(body.len()).expect("a name is at most 253 bytes").to_be_bytes();
    let mut message = vec![CLIENT_HELLO, length[1], length[2], length[3]];
    message.extend(body);
    // The record itself says 1.0 in every first message.
    let mut record = vec![HANDSHAKE, 3, 1];
    record.extend(with_length(&message));
    record
}

fn extensions(name: Option<&str>) -> Vec<u8> {
    let mut out = Vec::new();
    if let Some(name) = name {
        let mut entry = vec![0]; // A host name.
        entry.extend(with_length(name.as_bytes()));
        extend(&mut out, 0x0000, &with_length(&entry)); // server_name
    }
    extend(&mut out, 0x000a, &with_length(&[0, 23, 0, 24])); // supported_groups: P-256, P-384
    extend(&mut out, 0x000b, &[1, 0]); // ec_point_formats: uncompressed
    out
}

fn extend(out: &mut Vec<u8>, kind: u16, data: &[u8]) {
    out.extend(kind.to_be_bytes());
    out.extend(with_length(data));
}

fn with_length(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("a name is at most 253 bytes");
    [&length.to_be_bytes(), data].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lengths_in_a_hello_fit() {
        for name in [None, Some("media.example.com")] {
            let hello = client_hello(Old::Tls11, name);
            assert_eq!(&hello[..3], [HANDSHAKE, 3, 1]);
            assert_eq!(usize::from(u16::from_be_bytes([hello[3], hello[4]])), hello.len() - 5);
            assert_eq!(usize::from(u16::from_be_bytes([hello[7], hello[8]])), hello.len() - 9);
            assert_eq!(&hello[9..11], [3, 2]);
        }
    }

    #[test]
    fn only_a_server_hello_of_that_version_is_a_yes() {
        let hello = |version| [HANDSHAKE, 3, 1, 0, 60, SERVER_HELLO, 0, 0, 56, 3, version];
        assert!(is_server_hello(&hello(1), Old::Tls10));
        assert!(!is_server_hello(&hello(1), Old::Tls11));
        assert!(!is_server_hello(&[21, 3, 1, 0, 2, 2, 70, 0, 0, 3, 1], Old::Tls10));
    }
}
