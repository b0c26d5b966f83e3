use std::io::Read;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::protocol::{FrameError, ORDER_LIMIT, Order, read_frame};
use crate::stop::Stop;

/// What comes in: the front's messages and the system's signals, in the order of their arrival.
pub struct Inbox {
    arrivals: Receiver<Arrival>,
    post: SyncSender<Arrival>,
}

pub(super) enum Arrival {
    Message(Result<Box<Order>, FrameError>),
    Signal(i32),
}

impl Inbox {
    /// Listens to a front. A front that sends faster than it is answered has to wait.
    pub fn listen(mut input: impl Read + Send + 'static) -> Self {
        let (post, arrivals) = sync_channel(4);
        let letters = post.clone();
        std::thread::spawn(move || {
            loop {
                let message = read_frame(&mut input, ORDER_LIMIT).map(Box::new);
                let is_last = message.is_err();
                if letters.send(Arrival::Message(message)).is_err() || is_last {
                    return;
                }
            }
        });
        Self { arrivals, post }
    }

    /// Takes SIGINT, SIGTERM and SIGHUP as a wish to undo what was begun and to end.
    ///
    /// # Errors
    /// When the system does not let us.
    pub fn heed_signals(&self) -> std::io::Result<()> {
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
        let post = self.post.clone();
        std::thread::spawn(move || {
            for signal in signals.forever() {
                if post.send(Arrival::Signal(signal)).is_err() {
                    return;
                }
            }
        });
        Ok(())
    }

    /// The next order, however long it takes.
    pub(super) fn next(&mut self) -> Result<Order, Stop> {
        self.arrivals.recv().map_or(Err(Stop::FrontGone), Into::into)
    }

    /// The next order, if one comes in time.
    pub(super) fn next_within(&mut self, time: Duration) -> Result<Order, Stop> {
        match self.arrivals.recv_timeout(time) {
            Ok(arrival) => arrival.into(),
            Err(RecvTimeoutError::Timeout) => Err(Stop::Deadline { seconds: time.as_secs() }),
            Err(RecvTimeoutError::Disconnected) => Err(Stop::FrontGone),
        }
    }

    /// What has come already.
    pub(super) fn waiting(&mut self) -> Option<Result<Order, Stop>> {
        match self.arrivals.try_recv() {
            Ok(arrival) => Some(arrival.into()),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(Stop::FrontGone)),
        }
    }
}
