use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What the root side reads at most: the largest order is a form of a few kilobytes.
pub const ORDER_LIMIT: usize = 1 << 20;

/// What the front reads at most: facts of a machine with hundreds of sites.
pub const REPORT_LIMIT: usize = 64 << 20;

/// Why no message came.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The other side is gone.
    #[error("the other side closed the connection")]
    Closed,
    /// The pipe failed.
    #[error("the connection failed: {0}")]
    Io(#[from] io::Error),
    /// Longer than agreed on.
    #[error("a message of {length} bytes is over the limit of {limit}")]
    TooLong {
        /// What was announced.
        length: usize,
        /// What is taken.
        limit: usize,
    },
    /// No message of this protocol.
    #[error("a message was not understood: {0}")]
    NotUnderstood(#[from] serde_json::Error),
}

/// Reads one message: its length in four bytes, big end first, then that many bytes of JSON.
///
/// # Errors
/// [`FrameError::Closed`] at the end between two messages; otherwise why there is none. After any
/// error the connection is of no more use.
pub fn read_frame<M: DeserializeOwned>(input: &mut impl Read, limit: usize) -> Result<M, FrameError> {
    let mut length = [0; 4];
    let first = loop {
        match input.read(&mut length) {
            Ok(read) => break read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    };
    if first == 0 {
        return Err(FrameError::Closed);
    }
    input.read_exact(&mut length[first..])?;
    let length = u32::from_be_bytes(length) as usize;
    if length > limit {
        return Err(FrameError::TooLong { length, limit });
    }
    let mut message = vec![0; length];
    input.read_exact(&mut message)?;
    Ok(serde_json::from_slice(&message)?)
}

/// Writes one message as [`read_frame`] reads it.
///
/// # Errors
/// When the pipe fails, or the message is longer than four bytes can say.
pub fn write_frame(output: &mut impl Write, message: &impl Serialize) -> Result<(), FrameError> {
    let bytes = serde_json::to_vec(message)?;
    let length = u32::try_from(bytes.len())
        .map_err(|_| FrameError::TooLong { length: bytes.len(), limit: u32::MAX as usize })?;
    let mut frame = Vec::with_capacity(bytes.len() + 4);
    frame.extend(length.to_be_bytes());
    frame.extend(bytes);
    output.write_all(&frame)?;
    Ok(output.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Order;

    #[test]
    fn messages_come_back_one_by_one() {
        let mut pipe = Vec::new();
        write_frame(&mut pipe, &Order::Hello { version: 1 }).unwrap();
        write_frame(&mut pipe, &Order::Quit {}).unwrap();
        let mut pipe = pipe.as_slice();
        assert_eq!(read_frame::<Order>(&mut pipe, ORDER_LIMIT).unwrap(), Order::Hello { version: 1 });
        assert_eq!(read_frame::<Order>(&mut pipe, ORDER_LIMIT).unwrap(), Order::Quit {});
        assert!(matches!(read_frame::<Order>(&mut pipe, ORDER_LIMIT), Err(FrameError::Closed)));
    }

    #[test]
    fn nothing_else_is_taken() {
        let frame = |json: &str| [&(json.len() as u32).to_be_bytes()[..], json.as_bytes()].concat();
        for (bytes, said) in [
            (frame(r#"{"order":"quit","run":"sh"}"#), "unknown field"),
            (frame(r#"{"order":"hello","version":1,"x":1}"#), "unknown field"),
            (
                frame(r#"{"order":"plan","form":{"domain":"a","certificate":{"from":"no_tls"},"x":1}}"#),
                "unknown field",
            ),
            (frame(r#"{"order":"execute"}"#), "unknown variant"),
            (frame(r#"{"order":"apply","plan_id":"../../etc"}"#), "hexadecimal"),
            (frame(r#"{"order":"quit""#), "EOF"),
            (frame("[1, 2"), "invalid type"),
            (frame(""), "EOF"),
            (frame(r#"{"order":"quit"} trailing"#), "trailing"),
            (vec![0xff, 0xff, 0xff, 0xff, b'x'], "over the limit"),
            (vec![0, 16, 0, 1], "over the limit"),
            (vec![0, 0], "connection failed"),
            (vec![0, 0, 0, 9, b'{'], "connection failed"),
        ] {
            let error = read_frame::<Order>(&mut bytes.as_slice(), ORDER_LIMIT).unwrap_err();
            assert!(error.to_string().contains(said), "{error} should say {said}");
        }
    }
}
