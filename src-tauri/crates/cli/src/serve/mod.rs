//! The wizard in a browser: the same state and the same face as on the desktop, on this machine's own
//! address only, for whoever has the link.

mod answer;
mod door;
mod face;
mod idle;
mod route;
mod stream;

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::runtime::Handle;
use tokio::task::JoinSet;
use wizard::Session;

pub(crate) use door::Door;
use face::Face;
use idle::Idle;
use route::Server;

/// A head that does not come in this time is given up: nobody holds connections open for nothing.
const HEAD_WITHIN: Duration = Duration::from_secs(10);

/// A port of this machine's own address; `None` for any that is free.
pub(crate) fn listen(port: Option<u16>) -> anyhow::Result<TcpListener> {
    let port = port.unwrap_or(0);
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).with_context(|| format!("port {port} of 127.0.0.1"))
}

/// Serves the wizard until nobody has used it for so long.
pub(crate) async fn serve(
    listener: TcpListener,
    door: Door,
    session: Session,
    idle_after: Duration,
) -> anyhow::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let idle = Arc::new(Idle::after(idle_after));
    let server = Arc::new(Server { door, face: Face::find(), session, idle: idle.clone() });
    let mut visitors = JoinSet::new();
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => accepted.context("no more connections are taken")?.0,
            () = idle.wait() => return Ok(()),
            Some(_) = visitors.join_next() => continue,
        };
        let server = server.clone();
        visitors.spawn_on(
            async move {
                let service = service_fn(move |request| {
                    let server = server.clone();
                    async move { Ok::<_, std::convert::Infallible>(server.answer(request).await) }
                });
                // A visitor who goes away in the middle is no trouble of this side.
                let _ = http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(HEAD_WITHIN)
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            },
            &Handle::current(),
        );
    }
}
