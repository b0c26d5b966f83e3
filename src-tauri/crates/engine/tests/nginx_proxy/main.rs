//! nginx: found on machines of several versions, read in all its oddity, and given a site.

#![allow(clippy::unwrap_used, reason = "a test program: what is not there is a failed test")]

mod adopt;
mod answering;
mod check;
mod conflicts;
mod detect;
mod goldens;
mod limits;
mod machine;
mod neighbours;
mod own_file;
mod own_view;
mod refusals;
mod survey;
