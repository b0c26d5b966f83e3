//! Names to addresses, addresses to connections.

use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, SocketAddr};

use engine::verdict::Trouble;
use engine::verdict::trouble::Dial;
use futures_util::future::join_all;
use tokio::net::{TcpStream, lookup_host};

use crate::deadline::Deadline;

/// The addresses of a name, by this machine's resolver.
pub(crate) async fn resolve(name: &str, deadline: Deadline) -> Result<Vec<IpAddr>, Trouble> {
    let looking_up = async {
        let found = lookup_host((name, 0)).await.map_err(|error| lookup_trouble(&error))?;
        let addresses: BTreeSet<_> = found.map(|address| address.ip()).collect();
        if addresses.is_empty() { Err(Trouble::NameNotFound) } else { Ok(addresses.into_iter().collect()) }
    };
    deadline.bound(looking_up).await
}

/// Dials every address, side by side.
pub(crate) async fn dial_all(addresses: &[SocketAddr], deadline: Deadline) -> Vec<Dial> {
    let dials = addresses.iter().map(|&address| async move {
        let trouble = deadline.bound(connect(address)).await.err();
        Dial { address, trouble }
    });
    join_all(dials).await
}

/// Dials one address.
pub(crate) async fn connect(address: SocketAddr) -> Result<TcpStream, Trouble> {
    let stream = TcpStream::connect(address).await.map_err(|error| trouble(&error))?;
    prompt(stream)
}

/// Dials a name or address at the first of its addresses that answers.
pub(crate) async fn connect_name(name: &str, port: u16) -> Result<TcpStream, Trouble> {
    let stream = TcpStream::connect((name, port)).await.map_err(|error| trouble(&error))?;
    prompt(stream)
}

/// Small requests are measured: they must not wait in the kernel for more bytes.
fn prompt(stream: TcpStream) -> Result<TcpStream, Trouble> {
    stream.set_nodelay(true).map_err(|error| trouble(&error))?;
    Ok(stream)
}

/// An error of the system as a trouble.
pub(crate) fn trouble(error: &io::Error) -> Trouble {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::ConnectionRefused => Trouble::Refused,
        Kind::NetworkUnreachable | Kind::HostUnreachable | Kind::AddrNotAvailable => Trouble::NoRoute,
        Kind::TimedOut => Trouble::TimedOut,
        Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe | Kind::UnexpectedEof => {
            Trouble::Closed
        }
        _ => Trouble::System(error.to_string()),
    }
}

/// The resolver's errors have no kind of their own; the only one that is not about the name is "try
/// again" (EAI_AGAIN), when no server answered.
fn lookup_trouble(error: &io::Error) -> Trouble {
    let text = error.to_string();
    if text.contains("emporary failure") { Trouble::System(text) } else { Trouble::NameNotFound }
}
