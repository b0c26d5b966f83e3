//! The real disk, processes, service manager and namespaces.

pub mod sandbox;
