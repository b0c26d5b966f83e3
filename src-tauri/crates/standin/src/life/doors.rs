//! The open port and the connections that came through it.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

use super::boot::Boot;
use crate::http::connection::{self, Ends};

/// What a connection gets to say goodbye in when the server stops.
const GOODBYE: Duration = Duration::from_millis(30);
/// After an accept failed, for example for want of file descriptors.
const PAUSE: Duration = Duration::from_millis(10);

/// The open port and the connections that came through it.
pub(super) struct Doors {
    tasks: Vec<JoinHandle<()>>,
    closing: watch::Sender<bool>,
}

impl Doors {
    /// Opens: whoever comes is served by this start. `closing` is the sender its receiver was given.
    pub(super) fn open(listeners: Vec<TcpListener>, boot: &Arc<Boot>, closing: watch::Sender<bool>) -> Self {
        let keep = |listener| tokio::spawn(keep(listener, Arc::clone(boot)));
        Self { tasks: listeners.into_iter().map(keep).collect(), closing }
    }

    /// Stops listening, says goodbye to the WebSockets and drops every connection.
    pub(super) async fn close(mut self) {
        self.closing.send_replace(true);
        for task in std::mem::take(&mut self.tasks) {
            // A task that panicked has closed its part already.
            let _ = task.await;
        }
    }
}

impl Drop for Doors {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn keep(listener: TcpListener, boot: Arc<Boot>) {
    let mut connections = JoinSet::new();
    tokio::select! {
        () = accept(&listener, &boot, &mut connections) => {}
        () = boot.closing() => {}
    }
    drop(listener);
    let _ = timeout(GOODBYE, async { while connections.join_next().await.is_some() {} }).await;
    connections.shutdown().await;
}

async fn accept(listener: &TcpListener, boot: &Arc<Boot>, connections: &mut JoinSet<()>) {
    loop {
        tokio::select! {
            arrival = listener.accept() => match arrival {
                Ok((stream, peer)) => {
                    let local = stream.local_addr().unwrap_or(peer);
                    connections.spawn(connection::serve(stream, Ends { peer, local }, Arc::clone(boot)));
                }
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(PAUSE).await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
}
