//! The handshakes that show what a server offers.

use engine::verdict::tls_seen::{Handshake, TlsSeen, Trust, Versions};
use engine::verdict::{Question, Trouble};
use jiff::Timestamp;
use rustls::SupportedProtocolVersion;
use rustls::version::{TLS12, TLS13};
use rustls_pki_types::CertificateDer;

use super::client::{config, config_for};
use super::old_hello::{self, Old};
use super::roots::Roots;
use super::{certificate, trust};
use crate::origin::Origin;

/// Looks at all of it, side by side.
pub(crate) async fn look(origin: &Origin, roots: &Roots, now: Timestamp) -> TlsSeen {
    let bound = origin.deadline;
    let (handshake, http11_only, tls10, tls11, tls12, tls13) = tokio::join!(
        bound.bound(ordinary(origin, roots, now)),
        bound.bound(http11_only(origin)),
        bound.bound(old_hello::accepts(origin, Old::Tls10)),
        bound.bound(old_hello::accepts(origin, Old::Tls11)),
        bound.bound(accepts(origin, &TLS12)),
        bound.bound(accepts(origin, &TLS13)),
    );
    TlsSeen {
        handshake: Question::from(handshake),
        http11_only: Question::from(http11_only),
        versions: Versions { tls10: tls10.ok(), tls11: tls11.ok(), tls12: tls12.ok(), tls13: tls13.ok() },
    }
}

async fn ordinary(origin: &Origin, roots: &Roots, now: Timestamp) -> Result<Handshake, Trouble> {
    let stream = origin.connect_tls(config(&["h2", "http/1.1"])).await?;
    let (_, session) = stream.get_ref();
    let alpn = session.alpn_protocol().map(|name| String::from_utf8_lossy(name).into_owned());
    let sent: Vec<_> =
        session.peer_certificates().unwrap_or_default().iter().map(|c| c.clone().into_owned()).collect();
    let chain: Option<Vec<_>> = sent.iter().map(|der| certificate::read(der)).collect();
    let chain = chain.ok_or_else(|| Trouble::Tls("a certificate sent cannot be read".into()))?;
    let name = origin.server_name()?;
    let name_covered = sent.first().is_some_and(|own| trust::covers(own, &name));
    let trust = judge(roots.clone(), sent, chain.first().cloned(), now).await;
    Ok(Handshake { alpn, chain, trust, roots_given: matches!(roots, Roots::Given(_)), name_covered })
}

/// Reading the machine's roots takes tens of milliseconds: not on a thread that others wait for.
async fn judge(
    roots: Roots,
    sent: Vec<CertificateDer<'static>>,
    own: Option<engine::verdict::tls_seen::CertificateSeen>,
    now: Timestamp,
) -> Trust {
    let Some(own) = own else { return Trust::Rejected("no certificate was sent".into()) };
    let judging = tokio::task::spawn_blocking(move || trust::judge(&roots, &sent, &own, now));
    judging.await.unwrap_or_else(|error| Trust::Rejected(error.to_string()))
}

async fn http11_only(origin: &Origin) -> Result<Option<String>, Trouble> {
    let stream = origin.connect_tls(config(&["http/1.1"])).await?;
    Ok(stream.get_ref().1.alpn_protocol().map(|name| String::from_utf8_lossy(name).into_owned()))
}

async fn accepts(origin: &Origin, version: &'static SupportedProtocolVersion) -> Result<bool, Trouble> {
    match origin.connect_tls(config_for(&["http/1.1"], &[version])).await {
        Ok(_) => Ok(true),
        Err(Trouble::Tls(_)) => Ok(false),
        Err(trouble) => Err(trouble),
    }
}
