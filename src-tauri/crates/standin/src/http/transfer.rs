//! Sending an answer.

use std::io;

use tokio::time::MissedTickBehavior;

use super::framing::{End, Frame};
use super::response::{Body, Response};
use super::wire::Wire;
use crate::media::content;
use crate::media::trickle::Trickle;

/// Sends head and body.
pub(super) async fn send(wire: &mut Wire, frame: Frame, response: &Response) -> io::Result<()> {
    let mut bytes = frame.head(response);
    if frame.head_only {
        return wire.write(&bytes).await;
    }
    match &response.body {
        Body::Empty | Body::Socket => wire.write(&bytes).await,
        Body::Whole(content) => {
            bytes.extend_from_slice(content);
            wire.write(&bytes).await
        }
        Body::Written(content) => {
            append(&mut bytes, content, frame.end(response));
            finish(&mut bytes, frame.end(response));
            wire.write(&bytes).await
        }
        Body::Media(range) => {
            wire.write(&bytes).await?;
            let mut at = range.start;
            while at < range.end {
                let piece = content::piece(at, range.end);
                wire.write(piece).await?;
                at += piece.len() as u64;
            }
            Ok(())
        }
        Body::Trickle(trickle) => {
            wire.write(&bytes).await?;
            drip(wire, *trickle, frame.end(response)).await
        }
    }
}

async fn drip(wire: &mut Wire, trickle: Trickle, end: End) -> io::Result<()> {
    let mut ticks = tokio::time::interval(trickle.every());
    // A chunk that is late must not be followed by one that is early: the pace is never exceeded.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut left = trickle.total;
    while left > 0 {
        ticks.tick().await;
        let chunk = trickle.chunk(left);
        left -= chunk.len() as u64;
        let mut bytes = Vec::with_capacity(chunk.len() + 16);
        append(&mut bytes, &chunk, end);
        wire.write(&bytes).await?;
    }
    let mut bytes = Vec::new();
    finish(&mut bytes, end);
    wire.write(&bytes).await
}

fn append(bytes: &mut Vec<u8>, content: &[u8], end: End) {
    match end {
        End::Chunked if content.is_empty() => {}
        End::Chunked => {
            bytes.extend_from_slice(format!("{:x}\r\n", content.len()).as_bytes());
            bytes.extend_from_slice(content);
            bytes.extend_from_slice(b"\r\n");
        }
        End::Length | End::Close => bytes.extend_from_slice(content),
    }
}

fn finish(bytes: &mut Vec<u8>, end: End) {
    match end {
        End::Chunked => bytes.extend_from_slice(b"0\r\n\r\n"),
        End::Length | End::Close => {}
    }
}
