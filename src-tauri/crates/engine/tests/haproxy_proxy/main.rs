//! HAProxy: found on machines of several versions, read in all its oddity, and given a site.

#![allow(clippy::unwrap_used, reason = "a test program: what is not there is a failed test")]

mod adopting;
mod answering;
mod certificate;
mod check;
mod detect;
mod fitting;
mod goldens;
mod inherited;
mod machine;
mod main_file;
mod refusals;
mod reload;
mod scale;
mod survey;
