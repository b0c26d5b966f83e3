//! The stand-in against the recorded answers of real servers, and against clients of every kind.

mod client;
mod compare;
mod folder;
mod hostile;
mod keep_alive;
mod media;
mod phases;
mod program;
mod recording;
mod replay;
mod restart;
mod settings;
mod socket;
