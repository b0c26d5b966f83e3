//! The one network interface of the sandbox, by rtnetlink messages (linux/rtnetlink.h).

use std::io;
use std::net::IpAddr;
use std::os::fd::OwnedFd;

use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, recv, sendto, socket_with};

/// `lo` is the first interface of every network namespace.
const LO: u32 = 1;
const UP: u32 = 1;

const NEW_LINK: u16 = 16;
const NEW_ADDRESS: u16 = 20;
const ERROR: u16 = 2;
/// Request, answered by an acknowledgement; addresses are also to be created, and only if they are new.
const REQUEST_ACK: u16 = 0x1 | 0x4;
const CREATE: u16 = 0x400 | 0x200;

const LOCAL_ADDRESS: u16 = 2;
/// IPv6: usable at once, without asking the network for duplicates.
const NO_DUPLICATE_SEARCH: u8 = 0x2;

const HEADER_LENGTH: usize = 16;

/// Brings `lo` up, which gives it 127.0.0.1 and ::1, and adds the other addresses.
pub(super) fn bring_up(addresses: &[IpAddr]) -> io::Result<()> {
    // No protocol number: zero is NETLINK_ROUTE.
    let socket = socket_with(AddressFamily::NETLINK, SocketType::RAW, SocketFlags::CLOEXEC, None)?;
    ask(&socket, NEW_LINK, REQUEST_ACK, &link_up())?;
    addresses
        .iter()
        .try_for_each(|address| ask(&socket, NEW_ADDRESS, REQUEST_ACK | CREATE, &new_address(*address)))
}

/// `struct ifinfomsg`: family and type unspecified, index, flags, which flags to change.
fn link_up() -> Vec<u8> {
    [0, LO, UP, UP].iter().flat_map(|word| word.to_ne_bytes()).collect()
}

/// `struct ifaddrmsg` (family, prefix length, flags, scope, index) and one attribute with the address.
fn new_address(address: IpAddr) -> Vec<u8> {
    let (family, octets) = match address {
        IpAddr::V4(v4) => (AddressFamily::INET, v4.octets().to_vec()),
        IpAddr::V6(v6) => (AddressFamily::INET6, v6.octets().to_vec()),
    };
    let bits = if address.is_ipv4() { 32 } else { 128 };
    let family = family.as_raw().to_ne_bytes();
    // Both families are below 256 and the field is one byte: the low byte, wherever it stands.
    let family = family[0] | family[1];
    let mut body = vec![family, bits, NO_DUPLICATE_SEARCH * u8::from(address.is_ipv6()), 0];
    body.extend(LO.to_ne_bytes());
    body.extend(u16::to_ne_bytes(if address.is_ipv4() { 8 } else { 20 }));
    body.extend(LOCAL_ADDRESS.to_ne_bytes());
    body.extend(octets);
    body
}

fn ask(socket: &OwnedFd, kind: u16, flags: u16, body: &[u8]) -> io::Result<()> {
    let length = u32::try_from(HEADER_LENGTH + body.len()).map_err(io::Error::other)?;
    let mut message = length.to_ne_bytes().to_vec();
    message.extend(kind.to_ne_bytes());
    message.extend(flags.to_ne_bytes());
    message.extend([0; 8]);
    message.extend(body);
    sendto(socket, &message, SendFlags::empty(), &SocketAddrNetlink::new(0, 0))?;
    let mut answer = [0; 512];
    let (_, length) = recv(socket, &mut answer, RecvFlags::empty())?;
    acknowledged(answer.get(..length).unwrap_or_default())
}

/// An acknowledgement is an error message whose number, after the header, is zero.
fn acknowledged(answer: &[u8]) -> io::Result<()> {
    let kind = answer.get(4..6).and_then(|bytes| bytes.try_into().ok()).map(u16::from_ne_bytes);
    let number = answer.get(HEADER_LENGTH..HEADER_LENGTH + 4).and_then(|bytes| bytes.try_into().ok());
    match (kind, number.map(i32::from_ne_bytes)) {
        (Some(ERROR), Some(0)) => Ok(()),
        (Some(ERROR), Some(number)) => Err(io::Error::from_raw_os_error(-number)),
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, "no acknowledgement from the kernel")),
    }
}
