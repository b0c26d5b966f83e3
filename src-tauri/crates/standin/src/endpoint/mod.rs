//! What the API answers.

mod answer;
mod first_run;
mod media;
pub(crate) mod route;
pub(crate) mod socket;
pub(crate) mod system;
mod user;

pub(crate) use answer::answer;
