//! TLS as a visitor meets it.

mod certificate;
pub(crate) mod client;
mod handshake;
mod old_hello;
pub(crate) mod roots;
mod trust;

pub(crate) use handshake::look;
