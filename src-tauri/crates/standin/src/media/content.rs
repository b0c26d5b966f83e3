//! The bytes of the video: no file, but always the same byte at the same place.

use std::sync::OnceLock;

/// A prime, so that no power of two of an offset error goes unnoticed.
const PERIOD: u64 = 1_048_573;

/// The bytes of the video from `offset` on, `length` of them, to compare a download with.
pub fn content(offset: u64, length: usize) -> Vec<u8> {
    let end = offset + length as u64;
    let mut bytes = Vec::with_capacity(length);
    let mut at = offset;
    while at < end {
        let piece = piece(at, end);
        bytes.extend_from_slice(piece);
        at += piece.len() as u64;
    }
    bytes
}

/// As many bytes from `at` on as lie together in memory, none past `end`.
pub(crate) fn piece(at: u64, end: u64) -> &'static [u8] {
    let period = period();
    let start = usize::try_from(at % PERIOD).expect("below the period, which fits");
    let most = usize::try_from(end - at).unwrap_or(usize::MAX);
    &period[start..period.len().min(start.saturating_add(most))]
}

fn period() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[0]
        };
        std::iter::repeat_with(next).take(usize::try_from(PERIOD).expect("the period fits")).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_byte_is_always_at_the_same_place() {
        let whole = content(0, 3_000_000);
        assert_eq!(whole[1_500_000..1_500_100], content(1_500_000, 100));
        assert_ne!(whole[..100], whole[1 << 20..(1 << 20) + 100]);
        assert_eq!(content(5, 0), Vec::<u8>::new());
    }
}
