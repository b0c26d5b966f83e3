//! Apache: found on machines of several versions, read in all its oddity, and given a site.

#![allow(clippy::unwrap_used, reason = "a test program: what is not there is a failed test")]

mod adopting;
mod agreement;
mod answering;
mod check;
mod detect;
mod dialect;
mod fedora;
mod goldens;
mod layouts;
mod machine;
mod modules;
mod neighbours;
mod own_file;
mod ports;
mod refusals;
mod survey;
mod whole_sites;
