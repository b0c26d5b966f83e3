use std::collections::BTreeMap;

use engine::facts::Listener;
use engine::host::HostError;
use procfs::net::{TcpNetEntry, TcpState};
use procfs::process::FDTarget;

use super::processes::unreadable;

/// Every listening TCP socket with the program that holds it; without root only one's own programs
/// can be told.
pub(super) fn listeners() -> Result<Vec<Listener>, HostError> {
    let mut sockets: Vec<TcpNetEntry> = procfs::net::tcp().map_err(|error| unreadable(&error))?;
    // Missing where the kernel has no IPv6.
    sockets.extend(procfs::net::tcp6().unwrap_or_default());
    sockets.retain(|socket| socket.state == TcpState::Listen);
    let holders = if sockets.is_empty() { BTreeMap::new() } else { holders() };
    let mut listeners: Vec<Listener> = sockets
        .iter()
        .map(|socket| Listener {
            address: socket.local_address.ip(),
            port: socket.local_address.port(),
            process: holders.get(&socket.inode).cloned(),
        })
        .collect();
    listeners.sort();
    listeners.dedup();
    Ok(listeners)
}

/// The program's name by the socket's inode. The first process found stands for a server's workers,
/// which share their master's sockets and its name.
fn holders() -> BTreeMap<u64, String> {
    let mut holders = BTreeMap::new();
    for process in procfs::process::all_processes().into_iter().flatten().flatten() {
        let (Ok(files), Ok(stat)) = (process.fd(), process.stat()) else { continue };
        for file in files.flatten() {
            if let FDTarget::Socket(inode) = file.target {
                holders.entry(inode).or_insert_with(|| stat.comm.clone());
            }
        }
    }
    holders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_of_ones_own_is_found_with_its_name() {
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let found = listeners().unwrap();
        let own = found.iter().find(|listener| listener.port == address.port()).unwrap();
        assert_eq!(own.address, address.ip());
        assert!(own.process.as_deref().is_some_and(|name| !name.is_empty()));
    }
}
