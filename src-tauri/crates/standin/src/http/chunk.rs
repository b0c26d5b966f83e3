//! The chunked coding of a request body.

/// Where in the coding the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chunk {
    /// Before the line that tells the next size.
    Size,
    /// Inside a chunk, with so many bytes to come.
    Data(u64),
    /// Before the line end that follows a chunk.
    End,
    /// After the last chunk, before or between trailer fields.
    Trailer,
    /// After the whole body.
    Done,
}

/// What the bytes at hand allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// So many bytes belong to the coding: pass over them, then go on from there.
    Skip(usize, Chunk),
    /// So many bytes are content, then go on from there.
    Content(usize, Chunk),
    /// More bytes are needed.
    Wait,
    /// This is not the chunked coding.
    Broken,
}

/// No line of the coding is longer.
const LINE_LIMIT: usize = 4 * 1024;

impl Chunk {
    /// The next step over these bytes.
    pub(super) fn step(self, bytes: &[u8]) -> Step {
        match self {
            Self::Data(left) => {
                let count = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                let after = left - count as u64;
                match count {
                    0 => Step::Wait,
                    _ => Step::Content(count, if after == 0 { Self::End } else { Self::Data(after) }),
                }
            }
            Self::Done => Step::Wait,
            Self::Size | Self::End | Self::Trailer => match line(bytes) {
                None if bytes.len() > LINE_LIMIT => Step::Broken,
                None => Step::Wait,
                Some(text) => self.after_line(text),
            },
        }
    }

    fn after_line(self, text: &[u8]) -> Step {
        let next = match self {
            Self::Size => size(text).map(|size| if size == 0 { Self::Trailer } else { Self::Data(size) }),
            Self::End => text.is_empty().then_some(Self::Size),
            Self::Trailer if text.is_empty() => Some(Self::Done),
            Self::Trailer => Some(Self::Trailer),
            Self::Data(_) | Self::Done => None,
        };
        next.map_or(Step::Broken, |next| Step::Skip(text.len() + 2, next))
    }
}

fn line(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.windows(2).position(|pair| pair == b"\r\n")?;
    Some(&bytes[..end])
}

fn size(text: &[u8]) -> Option<u64> {
    let digits = text.split(|byte| *byte == b';').next()?.trim_ascii();
    let digits = std::str::from_utf8(digits).ok()?;
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    plain.then(|| u64::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_through_a_body() {
        assert_eq!(Chunk::Size.step(b"4;x=y\r\nWiki"), Step::Skip(7, Chunk::Data(4)));
        assert_eq!(Chunk::Data(4).step(b"Wi"), Step::Content(2, Chunk::Data(2)));
        assert_eq!(Chunk::Data(2).step(b"ki\r\n"), Step::Content(2, Chunk::End));
        assert_eq!(Chunk::End.step(b"\r\n"), Step::Skip(2, Chunk::Size));
        assert_eq!(Chunk::Size.step(b"0\r\n"), Step::Skip(3, Chunk::Trailer));
        assert_eq!(Chunk::Trailer.step(b"\r\n"), Step::Skip(2, Chunk::Done));
        assert_eq!(Chunk::Size.step(b"4"), Step::Wait);
        for wrong in [&b"x\r\n"[..], b"\r\n", b"-1\r\n", b"11111111111111111\r\n"] {
            assert_eq!(Chunk::Size.step(wrong), Step::Broken);
        }
    }
}
