//! The front's end of the protocol: it starts the root side and talks to it.

mod greeting;
mod launch;
mod patience;

use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout};
use std::sync::{Arc, Mutex, PoisonError};

pub use launch::{LaunchError, RootBy};
pub use patience::Patience;

use crate::protocol::{FrameError, Order, REPORT_LIMIT, Report, Trouble, VERSION, read_frame, write_frame};

/// A root side that runs, and the connection to it.
pub struct Client {
    child: Child,
    orders: Sender,
    reports: ChildStdout,
}

/// Sends orders; can be handed to whoever may call a change off.
#[derive(Clone)]
pub struct Sender(Arc<Mutex<Option<ChildStdin>>>);

/// Why the root side was not reached.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// It was not started.
    #[error(transparent)]
    Launch(#[from] LaunchError),
    /// The connection failed; whatever was begun is undone, or waits for `recover`.
    #[error("the connection to the root side: {0}")]
    Frame(#[from] FrameError),
    /// It is of another version.
    #[error("{} {}", .0.message, .0.next)]
    Unfit(Trouble),
    /// It answered with something else than agreed on.
    #[error("the root side did not greet as agreed on")]
    Greeting,
}

impl ClientError {
    /// The same as other troubles are told.
    pub fn trouble(&self) -> Trouble {
        let next = match self {
            Self::Launch(error) => error.next(),
            Self::Frame(_) => "see what was done with: jellyfin-proxy history",
            Self::Greeting => "install both parts from the same package",
            Self::Unfit(trouble) => return trouble.clone(),
        };
        Trouble { code: self.code().to_owned(), message: self.to_string(), next: next.to_owned() }
    }

    fn code(&self) -> &str {
        match self {
            Self::Launch(error) => error.code(),
            Self::Frame(_) => "root_side_lost",
            Self::Greeting => "version_mismatch",
            Self::Unfit(trouble) => &trouble.code,
        }
    }
}

impl Client {
    /// Starts the helper and greets it. Where a window asks for the password, that ends early once it is
    /// `called_off`; nobody is waited for longer than `patience` has.
    ///
    /// # Errors
    /// When it cannot be started, gets no rights, or is of another version.
    pub fn start(
        program: &Path,
        root: Option<&Path>,
        by: RootBy,
        patience: Patience,
        called_off: &dyn Fn() -> bool,
    ) -> Result<Self, ClientError> {
        let mut child = launch::launch(program, root, by)?;
        let (Some(input), Some(reports)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(ClientError::Greeting);
        };
        let orders = Sender(Arc::new(Mutex::new(Some(input))));
        // Where it is gone already, how it ended says more than that it does not listen.
        let _ = orders.send(&Order::Hello { version: VERSION });
        let (greeting, reports) = greeting::await_greeting(&mut child, reports, by, patience, called_off)?;
        match greeting {
            Report::Hello { version: VERSION } => Ok(Self { child, orders, reports }),
            Report::Error(trouble) => Err(ClientError::Unfit(trouble)),
            _ => Err(ClientError::Greeting),
        }
    }

    /// Whether it still runs.
    pub fn is_there(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Sends an order.
    ///
    /// # Errors
    /// When the root side is gone.
    pub fn send(&self, order: &Order) -> Result<(), FrameError> {
        self.orders.send(order)
    }

    /// Something that sends orders too, from another thread.
    pub fn sender(&self) -> Sender {
        self.orders.clone()
    }

    /// The next report, however long it takes: the root side keeps all deadlines.
    ///
    /// # Errors
    /// When the root side is gone or its message is not understood.
    pub fn receive(&mut self) -> Result<Report, FrameError> {
        read_frame(&mut self.reports, REPORT_LIMIT)
    }
}

impl Sender {
    /// Sends an order.
    ///
    /// # Errors
    /// When the root side is gone.
    pub fn send(&self, order: &Order) -> Result<(), FrameError> {
        match self.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            Some(input) => write_frame(input, order),
            None => Err(FrameError::Closed),
        }
    }
}

impl Drop for Client {
    /// The root side ends when its input does; it is waited for, so that it never outlives its front.
    fn drop(&mut self) {
        *self.orders.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
        // Its end was asked for; how it ends changes nothing here.
        let _ = self.child.wait();
    }
}
