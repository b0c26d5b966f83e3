//! A large body, sent where Jellyfin wants a login.

use engine::verdict::{Answer, Trouble};
use http::{HeaderMap, HeaderName, HeaderValue};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::dial;
use crate::http::{USER_AGENT, head};
use crate::origin::{Origin, Wire};

/// Two megabytes: more than nginx takes unless told otherwise, less than a photograph.
const SIZE: usize = 2_000_000;

/// What the body is made of, as often as needed.
static BODY: [u8; 16 * 1024] = [0; 16 * 1024];

/// Replacing an item's picture needs an administrator's token, and no item has this id. Without a token
/// it is answered with 401 and changes nothing.
const PATH: &str = "/Items/00000000000000000000000000000001/Images/Primary";

/// An answer's head is a few hundred bytes.
const MAX_HEAD: usize = 64 * 1024;

/// Sends the body until it is done or the answer comes: a server that refuses early is not sent the rest.
pub(crate) async fn post(origin: &Origin) -> Result<Answer, Trouble> {
    let asking = async {
        let mut wire = origin.connect().await?;
        send(origin, &mut wire).await?;
        read(&mut wire).await
    };
    origin.deadline.bound(asking).await
}

async fn send(origin: &Origin, wire: &mut Box<dyn Wire>) -> Result<(), Trouble> {
    let request = format!(
        "POST {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: {USER_AGENT}\r\nContent-Type: image/png\r\n\
         Content-Length: {SIZE}\r\nConnection: close\r\n\r\n",
        origin.url.path(PATH),
        origin.url.authority(),
    );
    wire.write_all(request.as_bytes()).await.map_err(|error| dial::trouble(&error))?;
    wire.flush().await.map_err(|error| dial::trouble(&error))?;
    Ok(())
}

async fn read(wire: &mut Box<dyn Wire>) -> Result<Answer, Trouble> {
    let (mut reader, mut writer) = tokio::io::split(wire);
    let mut answer = Vec::new();
    let mut unsent = SIZE;
    let mut buffer = [0; 4096];
    loop {
        let chunk = &BODY[..unsent.min(BODY.len())];
        tokio::select! {
            // The answer first: it ends the sending.
            biased;
            received = reader.read(&mut buffer) => {
                let received = received.map_err(|error| dial::trouble(&error))?;
                answer.extend_from_slice(&buffer[..received]);
                unsent = 0;
                match parse(&answer)? {
                    Some(parsed) => return Ok(parsed),
                    None if received == 0 || answer.len() > MAX_HEAD => return Err(Trouble::Closed),
                    None => {}
                }
            }
            sent = writer.write(chunk), if unsent > 0 => match sent {
                Ok(sent) => unsent -= sent,
                // It hung up on the body; what it said before that may still be read.
                Err(_) => unsent = 0,
            },
        }
        if unsent == 0 {
            // The last bytes may still sit in the TLS layer; a hang-up shows in the reading.
            let _ = writer.flush().await;
        }
    }
}

/// The final answer's head, once it is complete; interim ones (100) are passed over.
fn parse(mut bytes: &[u8]) -> Result<Option<Answer>, Trouble> {
    loop {
        let mut fields = [httparse::EMPTY_HEADER; 100];
        let mut response = httparse::Response::new(&mut fields);
        let parsed = response.parse(bytes).map_err(|error| Trouble::NotHttp(error.to_string()))?;
        let (httparse::Status::Complete(length), Some(status)) = (parsed, response.code) else {
            return Ok(None);
        };
        if (100..200).contains(&status) {
            bytes = &bytes[length..];
            continue;
        }
        let named = response.headers.iter().filter_map(|field| {
            let name = HeaderName::from_bytes(field.name.as_bytes()).ok()?;
            Some((name, HeaderValue::from_bytes(field.value).ok()?))
        });
        return Ok(Some(head(status, &named.collect::<HeaderMap>())));
    }
}
