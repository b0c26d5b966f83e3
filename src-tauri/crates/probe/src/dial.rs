//! Names to addresses, addresses to connections.

use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, SocketAddr};

use dns_lookup::{LookupError, LookupErrorKind, lookup_host};
use engine::verdict::Trouble;
use engine::verdict::trouble::Dial;
use futures_util::future::join_all;
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use crate::deadline::Deadline;
use crate::target::Limits;

/// The addresses of a name, by this machine's resolver. It works on a thread of its own, which is left
/// alone when the time is over: nothing stops a resolver, and nobody must wait for it at the end.
pub(crate) async fn resolve_within(name: &str, deadline: Deadline) -> Result<Vec<IpAddr>, Trouble> {
    let (tell, told) = oneshot::channel();
    let name = name.to_owned();
    // The receiver is gone when the time is over.
    std::thread::spawn(move || tell.send(look_up(&name)));
    deadline.bound(async { told.await.unwrap_or(Err(Trouble::Closed)) }).await
}

fn look_up(name: &str) -> Result<Vec<IpAddr>, Trouble> {
    let found: BTreeSet<_> = lookup_host(name).map_err(lookup_trouble)?.collect();
    if found.is_empty() { Err(Trouble::NameNotFound) } else { Ok(found.into_iter().collect()) }
}

/// The addresses of a name, by this machine's resolver.
///
/// # Errors
/// That the name is not known, or that the resolver does not answer.
pub async fn resolve(name: &str) -> Result<Vec<IpAddr>, Trouble> {
    resolve_within(name, Deadline::begin(Limits::default())).await
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

/// Dials a name at the first of its addresses that answers.
pub(crate) async fn connect_name(name: &str, port: u16, deadline: Deadline) -> Result<TcpStream, Trouble> {
    let mut last = Trouble::NameNotFound;
    for address in resolve_within(name, deadline).await? {
        match connect(SocketAddr::new(address, port)).await {
            Ok(stream) => return Ok(stream),
            Err(trouble) => last = trouble,
        }
    }
    Err(last)
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

/// That a name does not exist is told from a resolver that does not answer.
fn lookup_trouble(error: LookupError) -> Trouble {
    match error.kind() {
        LookupErrorKind::NoName | LookupErrorKind::NoData => Trouble::NameNotFound,
        _ => Trouble::System(io::Error::from(error).to_string()),
    }
}
