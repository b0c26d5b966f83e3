//! A desktop for tests: a display, a session bus, and the application's window as WebDriver sees it.

// It exists for tests only.
#![allow(clippy::unwrap_used)]

mod desktop;
pub mod way;
mod window;

pub use desktop::{APPLICATION, Desktop};
pub use window::Window;
