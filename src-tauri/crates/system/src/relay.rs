//! Carries connections between two networks through a unix socket: a sandbox has a network of its own, but a socket in
//! a folder that it shares with the machine is reachable from both.
//!
//! ```text
//! outside: Relay::from_tcp(127.0.0.1:0, shared/web)  ──socket──▶  inside: Relay::from_unix(shared/web, 127.0.0.1:80)
//! ```

use std::collections::BTreeMap;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

/// Connections carried at a time; more are closed at once.
const MOST_CONNECTIONS: usize = 256;

/// Pause after a connection that could not be carried: the far side is away, or the system has no descriptor left.
const RELIEF: Duration = Duration::from_millis(20);

/// A relay that runs until it is dropped, which ends the connections it carries.
#[derive(Debug)]
pub struct Relay {
    entrance: Entrance,
    /// Closing it wakes the accepting thread, which then ends.
    stop: Option<io::PipeWriter>,
    accepting: Option<JoinHandle<()>>,
    carried: Carried,
}

#[derive(Debug)]
enum Entrance {
    Tcp(SocketAddr),
    Unix(PathBuf),
}

impl Relay {
    /// Carries what connects to `address` to the unix socket `to`.
    ///
    /// # Errors
    /// The address cannot be listened on.
    pub fn from_tcp(address: SocketAddr, to: impl Into<PathBuf>) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        let entrance = Entrance::Tcp(listener.local_addr()?);
        Self::start(entrance, Way::FromTcp { listener, to: to.into() })
    }

    /// Carries what connects to a new unix socket `at` to the address `to`.
    ///
    /// # Errors
    /// There is something at that path, or no socket can be made there.
    pub fn from_unix(at: impl AsRef<Path>, to: SocketAddr) -> io::Result<Self> {
        let listener = UnixListener::bind(&at)?;
        Self::start(Entrance::Unix(at.as_ref().into()), Way::FromUnix { listener, to })
    }

    /// Where it listens, with the port that port 0 became; `None` if that is a unix socket.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        match self.entrance {
            Entrance::Tcp(address) => Some(address),
            Entrance::Unix(_) => None,
        }
    }

    fn start(entrance: Entrance, way: Way) -> io::Result<Self> {
        let (stopped, stop) = io::pipe()?;
        let carried = Carried::default();
        let carrying = carried.clone();
        let accepting = thread::Builder::new()
            .name("relay".to_owned())
            .spawn(move || accept_until(&stopped, &way, &carrying))?;
        Ok(Self { entrance, stop: Some(stop), accepting: Some(accepting), carried })
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        drop(self.stop.take());
        // A thread that panicked has ended too.
        let _ = self.accepting.take().map(JoinHandle::join);
        self.carried.connections().values().for_each(|connection| connection.end());
        match &self.entrance {
            Entrance::Tcp(_) => {}
            // The folder may be gone already, with all that was in it.
            Entrance::Unix(path) => drop(std::fs::remove_file(path)),
        }
    }
}

enum Way {
    FromTcp { listener: TcpListener, to: PathBuf },
    FromUnix { listener: UnixListener, to: SocketAddr },
}

impl Way {
    fn entrance(&self) -> BorrowedFd<'_> {
        match self {
            Self::FromTcp { listener, .. } => listener.as_fd(),
            Self::FromUnix { listener, .. } => listener.as_fd(),
        }
    }

    /// If the far side does not answer, the client sees its connection closed.
    fn connection(&self) -> io::Result<Connection> {
        match self {
            Self::FromTcp { listener, to } => {
                let (tcp, _) = listener.accept()?;
                Ok(Connection { tcp, unix: UnixStream::connect(to)? })
            }
            Self::FromUnix { listener, to } => {
                let (unix, _) = listener.accept()?;
                Ok(Connection { tcp: TcpStream::connect(to)?, unix })
            }
        }
    }
}

fn accept_until(stopped: &io::PipeReader, way: &Way, carried: &Carried) {
    // The number of each connection is also the bound of this loop.
    for number in 0..u64::MAX {
        let entrance = way.entrance();
        let mut watched = [PollFd::new(stopped, PollFlags::IN), PollFd::new(&entrance, PollFlags::IN)];
        match poll(&mut watched, None) {
            Err(Errno::INTR) => continue,
            Err(_) => return,
            Ok(_) if !watched[0].revents().is_empty() => return,
            Ok(_) => {}
        }
        if way.connection().and_then(|connection| carried.carry(number, connection)).is_err() {
            thread::sleep(RELIEF);
        }
    }
}

/// The connections that are being carried.
#[derive(Debug, Clone, Default)]
struct Carried(Arc<Mutex<BTreeMap<u64, Arc<Connection>>>>);

impl Carried {
    fn connections(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Connection>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn carry(&self, number: u64, connection: Connection) -> io::Result<()> {
        if self.connections().len() >= MOST_CONNECTIONS {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        let connection = Arc::new(connection);
        self.connections().insert(number, Arc::clone(&connection));
        let carried = self.clone();
        let thread = thread::Builder::new().name("relay".to_owned()).spawn(move || {
            connection.pass_both_ways();
            carried.connections().remove(&number);
        });
        if thread.is_err() {
            self.connections().remove(&number);
        }
        thread.map(drop)
    }
}

#[derive(Debug)]
struct Connection {
    tcp: TcpStream,
    unix: UnixStream,
}

impl Connection {
    /// The end of one direction is passed on; the other goes on until it ends too.
    fn pass_both_ways(&self) {
        thread::scope(|directions| {
            directions.spawn(|| match io::copy(&mut &self.tcp, &mut &self.unix) {
                Ok(_) => drop(self.unix.shutdown(Shutdown::Write)),
                Err(_) => self.end(),
            });
            match io::copy(&mut &self.unix, &mut &self.tcp) {
                Ok(_) => drop(self.tcp.shutdown(Shutdown::Write)),
                Err(_) => self.end(),
            }
        });
    }

    /// That a side has ended before is no failure.
    fn end(&self) {
        let _ = self.tcp.shutdown(Shutdown::Both);
        let _ = self.unix.shutdown(Shutdown::Both);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;

    fn local() -> SocketAddr {
        ([127, 0, 0, 1], 0).into()
    }

    /// A relay through which both networks are this machine's, and the server behind it.
    fn pair(folder: &Path) -> (Relay, Relay, TcpListener) {
        let server = TcpListener::bind(local()).expect("a free port");
        let socket = folder.join("socket");
        let inner = Relay::from_unix(&socket, server.local_addr().expect("bound")).expect("a new socket");
        let outer = Relay::from_tcp(local(), &socket).expect("a free port");
        (outer, inner, server)
    }

    #[test]
    fn passes_both_directions_and_their_ends() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (outer, _inner, server) = pair(folder.path());
        let mut client = TcpStream::connect(outer.address().expect("TCP")).expect("the relay listens");
        client.write_all(b"question").expect("connected");
        client.shutdown(Shutdown::Write).expect("connected");
        let (mut served, _) = server.accept().expect("carried");
        let mut question = String::new();
        served.read_to_string(&mut question).expect("ends with the client's end");
        served.write_all(b"answer").expect("the other direction is open");
        drop(served);
        let mut answer = String::new();
        client.read_to_string(&mut answer).expect("ends with the server's end");
        assert_eq!((question.as_str(), answer.as_str()), ("question", "answer"));
    }

    #[test]
    fn dropping_it_ends_what_it_carries_and_removes_its_socket() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (outer, inner, server) = pair(folder.path());
        let address = outer.address().expect("TCP");
        let mut client = TcpStream::connect(address).expect("the relay listens");
        client.write_all(b"x").expect("connected");
        let (_served, _) = server.accept().expect("carried");
        drop(outer);
        assert_eq!(client.read(&mut [0; 1]).unwrap_or(0), 0, "the connection has ended");
        assert!(TcpStream::connect(address).is_err(), "nothing listens any more");
        drop(inner);
        assert!(!folder.path().join("socket").exists());
    }
}
