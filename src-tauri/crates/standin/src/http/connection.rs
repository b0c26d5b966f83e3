//! One connection, from its first request to its last.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use super::body::{Progress, RequestBody};
use super::framing::Frame;
use super::head::{self, Arrival, Rejection};
use super::request::Request;
use super::response::{Body, Response};
use super::transfer;
use super::wire::Wire;
use crate::endpoint::socket;
use crate::life::boot::Boot;
use crate::pipeline;

/// How long a body that nobody wanted is read before the connection is given up.
const DRAIN: Duration = Duration::from_secs(5);
/// How long a client that was cut off may go on sending before it is no longer listened to.
const LINGER: Duration = Duration::from_secs(1);

/// The two ends of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ends {
    pub(crate) peer: SocketAddr,
    pub(crate) local: SocketAddr,
}

/// Answers requests until one side closes. Errors of the connection end it and concern nobody else.
pub(crate) async fn serve(stream: TcpStream, ends: Ends, boot: Arc<Boot>) {
    if let Err(error) = converse(stream, ends, &boot).await {
        tracing::debug!(peer = %ends.peer, %error, "connection ended");
    }
}

async fn converse(stream: TcpStream, ends: Ends, boot: &Boot) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut wire = Wire::new(stream);
    loop {
        let request = match head::receive(&mut wire, boot.server.options.pace.request_head).await? {
            Arrival::Request(request) => request,
            Arrival::Rejected(rejection) => return reject(&mut wire, rejection).await,
            Arrival::Gone => return Ok(()),
        };
        match exchange(&mut wire, ends, boot, &request).await? {
            Next::Request => {}
            Next::Close => return close(&mut wire).await,
            Next::Socket => return socket::run(wire, boot).await,
        }
    }
}

enum Next {
    Request,
    Close,
    Socket,
}

async fn exchange(wire: &mut Wire, ends: Ends, boot: &Boot, request: &Request) -> io::Result<Next> {
    let mut body = RequestBody::new(wire, Progress::new(request));
    let response = pipeline::answer(boot, ends, request, &mut body).await;
    let progress = body.progress();
    let frame = Frame {
        minor_version: request.minor_version,
        head_only: request.is_head(),
        keep_alive: request.keeps_alive() && !progress.is_hopeless(),
    };
    transfer::send(wire, frame, &response).await?;
    if matches!(response.body, Body::Socket) {
        return Ok(Next::Socket);
    }
    if !frame.stays_open(&response) {
        return Ok(Next::Close);
    }
    // The answer is out; what is still arriving of the body has to go before the next request.
    match timeout(DRAIN, RequestBody::new(wire, progress).discard()).await {
        Ok(Ok(())) => Ok(Next::Request),
        Ok(Err(_)) | Err(_) => Ok(Next::Close),
    }
}

async fn reject(wire: &mut Wire, rejection: Rejection) -> io::Result<()> {
    let frame = Frame { minor_version: 1, head_only: false, keep_alive: false };
    transfer::send(wire, frame, &Response::new(rejection.status())).await?;
    close(wire).await
}

/// Closes so that the answer arrives even if the client is still sending: a connection dropped with
/// unread data is reset, and the reset may overtake the answer.
async fn close(wire: &mut Wire) -> io::Result<()> {
    wire.finish().await?;
    let _ = timeout(LINGER, async {
        while wire.read().await? {
            let unread = wire.unread().len();
            wire.take(unread);
        }
        io::Result::Ok(())
    })
    .await;
    Ok(())
}
