//! A stream that runs at a steady rate, each chunk with the time it was sent at.

use std::time::Duration;

use super::stamp::Stamp;
use crate::http::request::Request;

/// A stamp and its line end fit into any chunk.
const SMALLEST_CHUNK: u64 = 80;
const LARGEST_CHUNK: u64 = 1 << 20;
const DEFAULT_CHUNK: u64 = 2_000;

/// A stream that runs at a steady rate, each chunk with the time it was sent at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trickle {
    /// Bytes in all.
    pub(crate) total: u64,
    bytes_per_second: u64,
    chunk: u64,
}

impl Trickle {
    /// The stream that `trickle` (bytes a second) and `chunk` (bytes) in the query ask for.
    pub(crate) fn asked_for(request: &Request, total: u64) -> Option<Self> {
        let number = |name: &str| request.parameter(name).and_then(|text| text.parse::<u64>().ok());
        let bytes_per_second = number("trickle").filter(|rate| *rate > 0)?;
        let chunk = number("chunk").unwrap_or(DEFAULT_CHUNK).clamp(SMALLEST_CHUNK, LARGEST_CHUNK);
        Some(Self { total, bytes_per_second, chunk })
    }

    /// The time between two chunks.
    pub(crate) fn every(self) -> Duration {
        Duration::from_nanos((self.chunk * 1_000_000_000 / self.bytes_per_second).max(1))
    }

    /// The next chunk, stamped with this moment, when `left` bytes are to come.
    pub(crate) fn chunk(self, left: u64) -> Vec<u8> {
        let length = usize::try_from(self.chunk.min(left)).expect("a chunk is at most a mebibyte");
        let mut bytes = format!("{}\n", Stamp::now()).into_bytes();
        bytes.resize(length.max(1), b'.');
        if let Some(last) = bytes.last_mut() {
            *last = b'\n';
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_come_at_the_rate_and_carry_their_time() {
        let trickle = Trickle { total: 5_000, bytes_per_second: 16_000, chunk: 2_000 };
        assert_eq!(trickle.every(), Duration::from_millis(125));
        let before = Stamp::now();
        let chunk = trickle.chunk(5_000);
        assert_eq!(chunk.len(), 2_000);
        let stamp = Stamp::parse(&chunk).expect("a stamp");
        assert!(before.monotonic <= stamp.monotonic && stamp.monotonic <= Stamp::now().monotonic);
        assert_eq!(trickle.chunk(100).len(), 100);
    }
}
