//! The real disk, processes, service manager and namespaces.

pub mod host;
pub mod relay;
pub mod sandbox;
pub mod spent;
pub mod tool;
