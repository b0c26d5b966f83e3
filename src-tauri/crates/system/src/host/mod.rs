//! The machine this runs on, and a tree of files that is looked at as if it were one.

mod disk;
mod processes;
mod sockets;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};
use std::path::Path;
use std::time::Duration;

use engine::facts::{Listener, Process};
use engine::host::{Entry, Host, HostError, ToolAnswer, ToolCall};
use engine::names::AbsPath;
use jiff::Timestamp;

use crate::tool;
use disk::Disk;

/// Where programs are looked for: root's own PATH on every distribution, whatever the caller's says.
pub const PROGRAM_FOLDERS: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// The machine this runs on.
pub struct LiveHost {
    disk: Disk,
}

/// A folder that is looked at as if it were `/`. No program of it is ever run.
pub struct TreeHost {
    disk: Disk,
}

impl LiveHost {
    /// Opens the machine.
    ///
    /// # Errors
    /// When `/` cannot be opened.
    pub fn open() -> Result<Self, HostError> {
        Ok(Self { disk: Disk::open(Path::new("/"))? })
    }
}

impl TreeHost {
    /// Opens a tree.
    ///
    /// # Errors
    /// When it is no folder, or may not be searched.
    pub fn open(root: &Path) -> Result<Self, HostError> {
        Ok(Self { disk: Disk::open(root)? })
    }
}

/// What both have in common is the disk; the rest a tree simply has not.
macro_rules! disk_host {
    ($host:ty { $($rest:item)* }) => {
        impl Host for $host {
            fn now(&self) -> Timestamp {
                Timestamp::now()
            }

            fn is_privileged(&self) -> bool {
                rustix::process::geteuid().is_root()
            }

            fn entry(&self, path: &AbsPath) -> Result<Option<Entry>, HostError> {
                self.disk.entry(path)
            }

            fn read(&self, path: &AbsPath) -> Result<Vec<u8>, HostError> {
                self.disk.read(path)
            }

            fn list(&self, path: &AbsPath) -> Result<Vec<String>, HostError> {
                self.disk.list(path)
            }

            fn resolve(&self, path: &AbsPath) -> Result<AbsPath, HostError> {
                self.disk.resolve(path)
            }

            $($rest)*
        }
    };
}

disk_host!(LiveHost {
    fn is_live(&self) -> bool {
        true
    }

    fn find_program(&self, name: &str) -> Option<AbsPath> {
        let found = which::which_in(name, Some(PROGRAM_FOLDERS), "/").ok()?;
        AbsPath::try_from(found.as_path()).ok()
    }

    fn ask(&self, call: &ToolCall) -> Result<ToolAnswer, HostError> {
        tool::run(call, Duration::from_secs(30))
    }

    fn listeners(&self) -> Result<Vec<Listener>, HostError> {
        sockets::listeners()
    }

    fn processes(&self) -> Result<Vec<Process>, HostError> {
        processes::all()
    }

    fn source_address(&self, to: IpAddr) -> Option<IpAddr> {
        let any: IpAddr = if to.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
        // Connecting a UDP socket asks the routing table and sends nothing; the port is never used.
        let socket = UdpSocket::bind((any, 0)).ok()?;
        socket.connect((to, 9)).ok()?;
        Some(socket.local_addr().ok()?.ip())
    }
});

disk_host!(TreeHost {
    fn is_live(&self) -> bool {
        false
    }

    fn find_program(&self, name: &str) -> Option<AbsPath> {
        PROGRAM_FOLDERS
            .split(':')
            .filter_map(|folder| folder.parse::<AbsPath>().ok()?.join(name).ok())
            .find(|path| self.disk.resolve(path).is_ok())
    }

    fn ask(&self, call: &ToolCall) -> Result<ToolAnswer, HostError> {
        Err(HostError::NotRun(call.to_string()))
    }

    fn listeners(&self) -> Result<Vec<Listener>, HostError> {
        Ok(Vec::new())
    }

    fn processes(&self) -> Result<Vec<Process>, HostError> {
        Ok(Vec::new())
    }

    fn source_address(&self, _to: IpAddr) -> Option<IpAddr> {
        None
    }
});
