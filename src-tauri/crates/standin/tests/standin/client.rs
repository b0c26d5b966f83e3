//! A client that sends bytes as they are and understands just enough of the answer.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// No exchange of these tests takes longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// An answer, its body without the chunked coding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    /// After a 101, the first frame.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A request of one line, `GET /path`, on a connection of its own.
pub(crate) async fn ask(address: SocketAddr, what: &str) -> io::Result<Answer> {
    ask_with(address, what, &[]).await
}

/// The same with header fields.
pub(crate) async fn ask_with(address: SocketAddr, what: &str, fields: &[&str]) -> io::Result<Answer> {
    let fields: String = fields.iter().map(|field| format!("{field}\r\n")).collect();
    let request = format!("{what} HTTP/1.1\r\nHost: jf.test\r\nConnection: close\r\n{fields}\r\n");
    exchange(address, request.as_bytes()).await
}

/// Sends these bytes on a connection of their own and reads one answer.
pub(crate) async fn exchange(address: SocketAddr, request: &[u8]) -> io::Result<Answer> {
    let stream = TcpStream::connect(address).await?;
    let head_only = request.starts_with(b"HEAD ");
    let (mut reader, mut writer) = stream.into_split();
    // A server that has seen enough may close while the rest is still being sent.
    let send = async { writer.write_all(request).await.or(Ok::<(), io::Error>(())) };
    let receive = read_answer(&mut reader, head_only);
    let both = async { tokio::join!(send, receive).1 };
    timeout(PATIENCE, both).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
}

/// Reads one answer from a connection, which is left where the next one begins.
pub(crate) async fn read_answer(
    reader: &mut (impl AsyncRead + Unpin),
    head_only: bool,
) -> io::Result<Answer> {
    let (status, headers) = loop {
        let head = read_head(reader).await?;
        if head.0 != 100 {
            break head;
        }
    };
    let mut answer = Answer { status, headers, body: Vec::new() };
    let length = answer.header("Content-Length").and_then(|length| length.parse::<usize>().ok());
    if status == 101 {
        answer.body = read_exactly(reader, 2).await?;
        let more = usize::from(answer.body[1] & 0x7f);
        answer.body.extend(read_exactly(reader, more).await?);
    } else if head_only || matches!(status, 204 | 304) {
    } else if answer.header("Transfer-Encoding") == Some("chunked") {
        answer.body = read_chunks(reader).await?;
    } else if let Some(length) = length {
        answer.body = read_exactly(reader, length).await?;
    } else {
        reader.read_to_end(&mut answer.body).await?;
    }
    Ok(answer)
}

/// The status and the fields of one answer.
pub(crate) async fn read_head(
    reader: &mut (impl AsyncRead + Unpin),
) -> io::Result<(u16, Vec<(String, String)>)> {
    let line = read_line(reader).await?;
    let status = line.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)?.parse().ok());
    let status = status.ok_or_else(|| io::Error::other(format!("not an answer: {line}")))?;
    let mut headers = Vec::new();
    loop {
        let line = read_line(reader).await?;
        match line.split_once(": ") {
            Some((name, value)) => headers.push((name.to_owned(), value.to_owned())),
            None if line.is_empty() => return Ok((status, headers)),
            None => return Err(io::Error::other(format!("not a header field: {line}"))),
        }
    }
}

async fn read_line(reader: &mut (impl AsyncRead + Unpin)) -> io::Result<String> {
    let mut line = Vec::new();
    while !line.ends_with(b"\r\n") {
        line.push(reader.read_u8().await?);
    }
    line.truncate(line.len() - 2);
    String::from_utf8(line).map_err(io::Error::other)
}

async fn read_chunks(reader: &mut (impl AsyncRead + Unpin)) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let chunk = read_chunk(reader).await?;
        if chunk.is_empty() {
            return Ok(body);
        }
        body.extend(chunk);
    }
}

/// One chunk; an empty one is the end.
pub(crate) async fn read_chunk(reader: &mut (impl AsyncRead + Unpin)) -> io::Result<Vec<u8>> {
    let size = usize::from_str_radix(&read_line(reader).await?, 16).map_err(io::Error::other)?;
    let chunk = read_exactly(reader, size).await?;
    read_line(reader).await?;
    Ok(chunk)
}

async fn read_exactly(reader: &mut (impl AsyncRead + Unpin), length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes).await?;
    Ok(bytes)
}
