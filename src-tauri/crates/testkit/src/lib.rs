//! Machines for tests: made from files in memory and recorded answers, so that planning can be tested
//! on any version of any server.

mod applied;
mod certificates;
mod folder_host;
mod planning;

pub use applied::applied;
pub use certificates::{TestCertificate, certificate_for};
pub use folder_host::FolderHost;
pub use planning::{DOMAIN, codes, facts, form, install, planned, settings};
