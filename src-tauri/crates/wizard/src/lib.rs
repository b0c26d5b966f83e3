//! The wizard's state: what is shown, what can be done, and what is going on.
//!
//! A face (the desktop's window, the browser's page) renders a [`view::View`] and sends an [`Intent`]; it
//! decides nothing. The same state serves both.

mod intent;
pub mod view;

pub use intent::{CertificateChoice, Intent};
