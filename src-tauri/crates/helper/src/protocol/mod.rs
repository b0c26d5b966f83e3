//! What the front and the root side say to each other: length-framed JSON over stdin and stdout.
//!
//! The front asks, the root side answers; a plan is made on the root side and never crosses the
//! border upward, the front names it by its id. While a plan is carried out the root side reports
//! its progress and hands the front those steps that need no root ([`Report::YourTurn`]); the front
//! answers with [`Order::Seen`]. Everything else than that, or nothing, means that all is undone.
//!
//! ```text
//! front                          root side
//! Hello{version}              →
//!                             ←  Hello{version}
//! Plan{form}                  →
//!                             ←  Planned{view} | Refused{view} | FieldProblems{…} | Error{…}
//! Apply{plan_id}              →
//!                             ←  Progress{…} …
//!                             ←  YourTurn{step, turn}
//! Seen{good, code}            →
//!                             ←  Done{receipt} | WayBack{…} … Undone{…} | Error{…}
//! Undo{id}                    →
//!                             ←  WayBack{…} …
//!                             ←  Undone{…} | Differs{…} | Error{…}
//! Install{proxy}              →
//!                             ←  Said{line} …
//!                             ←  Provided | Error{…}
//! Quit                        →
//! ```

mod frame;
mod order;
mod report;
mod trouble;
mod way_back;

pub use frame::{FrameError, ORDER_LIMIT, REPORT_LIMIT, read_frame, write_frame};
pub use order::{Look, Order};
pub use report::{Difference, Differs, KeptCopy, Progress, Report, ServerAfter, StepStatus, Turn, Undone};
pub use trouble::Trouble;
pub use way_back::{StepBack, WayBack};

/// The version of this protocol. Both sides come from one package, so there is no negotiation.
pub const VERSION: u32 = 3;
