use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

use engine::proxies::Visit;
use rustls::{ClientConnection, StreamOwned};
use rustls_pki_types::ServerName;

use super::PATIENCE;
use super::trust::Trust;

/// Makes a visit as it is described, whatever the names in greeting and request: what the server sent
/// until it closed the connection. Without a name in the request it is of HTTP/1.0, which may have none.
///
/// # Errors
/// When nobody listens there, or the greeting is not answered.
pub fn visit(visit: &Visit) -> io::Result<String> {
    let request = match visit.host.as_str() {
        "" => "GET / HTTP/1.0\r\n\r\n".to_owned(),
        host => format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
    };
    let mut stream = TcpStream::connect(SocketAddr::new(visit.address, visit.port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let Some(greeting) = &visit.sni else { return exchange(&mut stream, &request) };
    // An address is never named in a greeting.
    let name = match greeting {
        Some(name) => ServerName::try_from(name.clone()).map_err(io::Error::other)?,
        None => ServerName::IpAddress(visit.address.into()),
    };
    let config = Trust::Anybody.config().map_err(io::Error::other)?;
    let connection = ClientConnection::new(Arc::new(config), name).map_err(io::Error::other)?;
    exchange(&mut StreamOwned::new(connection, stream), &request)
}

fn exchange(stream: &mut (impl Read + Write), request: &str) -> io::Result<String> {
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        // A server that ends without saying so in TLS has answered all the same.
        Err(error) if answer.is_empty() || error.kind() != io::ErrorKind::UnexpectedEof => return Err(error),
        _ => {}
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
