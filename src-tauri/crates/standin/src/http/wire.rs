//! A connection with what was read from it and not used yet.

use std::io;

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How much is asked of the system at once.
const READ: usize = 64 * 1024;

/// A connection with what was read from it and not used yet.
#[derive(Debug)]
pub(crate) struct Wire {
    stream: TcpStream,
    unread: BytesMut,
}

impl Wire {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self { stream, unread: BytesMut::new() }
    }

    /// What has arrived and was not taken yet.
    pub(crate) fn unread(&self) -> &[u8] {
        &self.unread
    }

    /// Waits for more; `false` when the other side has finished sending.
    pub(crate) async fn read(&mut self) -> io::Result<bool> {
        if self.unread.capacity() == self.unread.len() {
            self.unread.reserve(if self.unread.is_empty() { 4 * 1024 } else { READ });
        }
        Ok(self.stream.read_buf(&mut self.unread).await? > 0)
    }

    /// Takes the first `count` bytes of what has arrived.
    pub(crate) fn take(&mut self, count: usize) -> Bytes {
        self.unread.split_to(count).freeze()
    }

    pub(crate) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await
    }

    /// Says that nothing more will be sent.
    pub(crate) async fn finish(&mut self) -> io::Result<()> {
        self.stream.shutdown().await
    }

    /// The bare connection and what was read ahead, for another protocol.
    pub(crate) fn into_parts(self) -> (TcpStream, Vec<u8>) {
        (self.stream, self.unread.to_vec())
    }
}
