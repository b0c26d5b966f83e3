//! Machines for tests: made from files in memory and recorded answers, so that planning can be tested
//! on any version of any server; and files that are grown to find what a reader does not expect.

mod certificates;
mod folder_host;
mod fuzz;
mod mutation;

pub use certificates::{TestCertificate, certificate_for};
pub use folder_host::FolderHost;
pub use fuzz::fuzz;
