//! A desktop for tests: a display, a session bus, and the application's window as WebDriver sees it.

// It exists for tests only.
#![allow(clippy::unwrap_used)]

mod agent;
mod desktop;
mod display;
mod polkit;
pub mod rest;
mod running;
mod wait;
pub mod way;
mod window;

pub use agent::{Agent, Person};
pub use desktop::{APPLICATION, Desktop};
pub use display::Display;
pub use polkit::Polkit;
pub use running::Running;
pub use wait::until;
pub use window::Window;
