//! The body of a request, read only if Jellyfin wants it.

use std::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, timeout_at};

use super::chunk::{Chunk, Step};
use super::request::{Framing, Request};
use super::wire::Wire;

/// The longest body that is read (Kestrel's limit; Jellyfin turns it into a 500, observed).
pub(crate) const LIMIT: u64 = 30_000_000;
/// A body must arrive at this rate after a grace of five seconds.
const BYTES_PER_SECOND: u64 = 240;
const GRACE: Duration = Duration::from_secs(5);

/// Why a body was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BodyFault {
    #[error("the body is longer than 30,000,000 bytes")]
    TooLong,
    #[error("the body is not in the chunked coding")]
    Broken,
    #[error("the body arrives too slowly")]
    Slow,
    #[error("the client went away")]
    Gone,
}

/// The body of a request, read only if Jellyfin wants it.
pub(crate) struct RequestBody<'a> {
    wire: &'a mut Wire,
    progress: Progress,
}

/// How far a body has been read.
#[derive(Clone, Copy)]
pub(super) struct Progress {
    place: Place,
    /// The client waits for leave to send.
    asks: bool,
    received: u64,
    began: Option<Instant>,
}

#[derive(Clone, Copy)]
enum Place {
    Counted(u64),
    Chunked(Chunk),
}

impl Progress {
    pub(super) fn new(request: &Request) -> Self {
        let place = match request.framing {
            Framing::Length(length) => Place::Counted(length),
            Framing::Chunked => Place::Chunked(Chunk::Size),
        };
        let asks = request.minor_version > 0 && request.lists("Expect", "100-continue");
        Self { place, asks, received: 0, began: None }
    }

    /// Nothing of the body is left on the connection.
    pub(super) fn is_finished(self) -> bool {
        matches!(self.place, Place::Counted(0) | Place::Chunked(Chunk::Done))
    }

    /// The rest of the body is not worth waiting for: the client was never told to send it, or it is
    /// longer than anything that is read.
    pub(super) fn is_hopeless(self) -> bool {
        let too_long = matches!(self.place, Place::Counted(left) if self.received + left > LIMIT);
        too_long || self.asks && self.received == 0 && !self.is_finished()
    }
}

impl<'a> RequestBody<'a> {
    /// The body on this connection from where it has been read to.
    pub(super) fn new(wire: &'a mut Wire, progress: Progress) -> Self {
        Self { wire, progress }
    }

    pub(super) fn progress(&self) -> Progress {
        self.progress
    }

    /// Reads the body and forgets it.
    pub(crate) async fn discard(&mut self) -> Result<(), BodyFault> {
        while self.next().await?.is_some() {}
        Ok(())
    }

    async fn next(&mut self) -> Result<Option<Bytes>, BodyFault> {
        loop {
            let limit_passed = matches!(self.progress.place, Place::Counted(left)
                if self.progress.received + left > LIMIT);
            if limit_passed {
                return Err(BodyFault::TooLong);
            }
            if self.progress.is_finished() {
                return Ok(None);
            }
            if let Some(part) = self.step()? {
                self.progress.received += part.len() as u64;
                let too_long = self.progress.received > LIMIT;
                return if too_long { Err(BodyFault::TooLong) } else { Ok(Some(part)) };
            }
            if !self.progress.is_finished() {
                self.wait().await?;
            }
        }
    }

    /// The next content among the bytes at hand.
    fn step(&mut self) -> Result<Option<Bytes>, BodyFault> {
        loop {
            let unread = self.wire.unread();
            match &mut self.progress.place {
                Place::Counted(left) => {
                    let count = unread.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                    *left -= count as u64;
                    return Ok((count > 0).then(|| self.wire.take(count)));
                }
                Place::Chunked(chunk) => match chunk.step(unread) {
                    Step::Skip(count, next) => {
                        *chunk = next;
                        self.wire.take(count);
                    }
                    Step::Content(count, next) => {
                        *chunk = next;
                        return Ok(Some(self.wire.take(count)));
                    }
                    Step::Wait => return Ok(None),
                    Step::Broken => return Err(BodyFault::Broken),
                },
            }
        }
    }

    async fn wait(&mut self) -> Result<(), BodyFault> {
        let progress = &mut self.progress;
        if std::mem::take(&mut progress.asks) && progress.received == 0 && self.wire.unread().is_empty() {
            self.wire.write(b"HTTP/1.1 100 Continue\r\n\r\n").await.map_err(|_| BodyFault::Gone)?;
        }
        let began = *progress.began.get_or_insert_with(Instant::now);
        let allowed = GRACE + Duration::from_secs(progress.received / BYTES_PER_SECOND);
        match timeout_at(began + allowed, self.wire.read()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false) | Err(_)) => Err(BodyFault::Gone),
            Err(_) => Err(BodyFault::Slow),
        }
    }
}
