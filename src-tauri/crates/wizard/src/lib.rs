//! The wizard's state: what is shown, what can be done, and what is going on.
//!
//! A face (the desktop's window, the browser's page) renders a [`view::View`] and sends an [`Intent`]; it
//! decides nothing. The same state serves both. [`state::Wizard`] is pure; [`Session`] gives it the world.

mod intent;
mod practice;
mod session;
pub mod state;
pub mod view;
pub mod work;

pub use intent::{CertificateChoice, Intent};
pub use practice::{PracticeWish, stage};
pub use session::Session;
