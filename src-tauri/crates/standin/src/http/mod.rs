//! HTTP/1.1 as Kestrel speaks it: its limits, its rejections, the order of its header fields.

pub(crate) mod body;
mod chunk;
pub(crate) mod connection;
pub(crate) mod framing;
mod head;
pub(crate) mod request;
pub(crate) mod response;
mod target;
mod transfer;
pub(crate) mod wire;
