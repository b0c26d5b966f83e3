use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{Stream, unfold};
use hyper::body::Frame;
use tokio::sync::watch;
use tokio::time::timeout;
use wizard::view::View;

/// How often a line is sent that means nothing: a connection that is gone is noticed by it.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Every view as an event of a stream that browsers read (HTML standard, server-sent events): the present
/// one first, then each as it changes. One who is slow is shown the latest and not all of them.
pub(super) fn views(
    views: watch::Receiver<Arc<View>>,
) -> impl Stream<Item = Result<Frame<Bytes>, Infallible>> + Send {
    unfold((views, true), |(mut views, first)| async move {
        if !first {
            match timeout(HEARTBEAT, views.changed()).await {
                Ok(Ok(())) => {}
                // The session has ended.
                Ok(Err(_)) => return None,
                Err(_) => return Some((Ok(Frame::data(Bytes::from_static(b":\n\n"))), (views, false))),
            }
        }
        let view = views.borrow_and_update().clone();
        let json = serde_json::to_string(&*view).expect("a view is plain data");
        Some((Ok(Frame::data(Bytes::from(format!("event: view\ndata: {json}\n\n")))), (views, false)))
    })
}
