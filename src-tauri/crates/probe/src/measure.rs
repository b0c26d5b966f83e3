//! One run: everything asked, nothing judged.

use std::net::{IpAddr, SocketAddr};

use engine::verdict::trouble::Dial;
use engine::verdict::{Observations, Question};
use jiff::Timestamp;

use crate::deadline::Deadline;
use crate::dial::{dial_all, resolve_within};
use crate::origin::Origin;
use crate::target::Target;
use crate::{direct, exposure, latency, site, tls};

/// Measures a site. It reads only: no question changes anything on any server.
pub async fn measure(target: &Target) -> Observations {
    let deadline = Deadline::begin(target.limits);
    let mut seen = Observations::begin(target.url.clone(), Timestamp::now());
    seen.connect = target.connect;
    seen.http_port = target.redirect_port();
    seen.upstream = target.upstream.clone();
    seen.access_log = target.access_log.clone();

    let upstream = target.upstream.clone().map(|url| Origin { url, address: None, deadline });
    let beside = async {
        let Some(upstream) = &upstream else { return (None, None) };
        tokio::join!(async { Some(direct::look(upstream).await) }, exposed(target, upstream))
    };
    let (site, (direct, exposure)) = tokio::join!(ask_site(target, deadline, &mut seen), beside);
    seen.direct = direct.unwrap_or_default();
    seen.exposure = exposure;
    // Last and alone: the other questions would be measured with it.
    if let (Some(site), Some(upstream)) = (&site, &upstream) {
        seen.latency = latency::measure(site, upstream).await;
    }
    seen
}

/// Asks the site and fills in what was seen; gives back where it was reached.
async fn ask_site(target: &Target, deadline: Deadline, seen: &mut Observations) -> Option<Origin> {
    let places = places(target, deadline, seen).await;
    let at = |port: u16| places.iter().map(|&ip| SocketAddr::new(ip, port)).collect::<Vec<_>>();
    let site_places = target.connect.map_or_else(|| at(target.url.port()), |address| vec![address]);
    let http_places = seen.http_port.map_or_else(Vec::new, at);
    (seen.dials, seen.http_dials) =
        tokio::join!(dial_all(&site_places, deadline), dial_all(&http_places, deadline));

    let origin = |dials: &[Dial], url| {
        let address = dials.iter().find(|dial| dial.connected())?.address;
        Some(Origin { url, address: Some(address), deadline })
    };
    let site = origin(&seen.dials, target.url.clone());
    let plain = seen.http_port.and_then(|port| origin(&seen.http_dials, target.url.in_plain(port)));
    let (redirect, tls, proxied) = tokio::join!(
        async { Some(site::look_at_redirect(plain.as_ref()?).await) },
        async {
            let site = site.as_ref().filter(|site| site.url.tls())?;
            Some(tls::look(site, &target.roots, seen.measured_at).await)
        },
        async { Some(site::look(site.as_ref()?).await) },
    );
    seen.redirect = redirect.unwrap_or_default();
    seen.tls = tls;
    seen.proxied = proxied.unwrap_or_default();
    site
}

/// The addresses to dial, looked up when they were not given.
async fn places(target: &Target, deadline: Deadline, seen: &mut Observations) -> Vec<IpAddr> {
    if let Some(address) = target.connect.map(|at| at.ip()).or(target.url.address()) {
        return vec![address];
    }
    seen.addresses = Question::from(resolve_within(&target.url.server_name(), deadline).await);
    seen.addresses.answer().cloned().unwrap_or_default()
}

async fn exposed(
    target: &Target,
    upstream: &Origin,
) -> Option<Vec<engine::verdict::observations::ExposureSeen>> {
    if target.own_addresses.is_empty() {
        return None;
    }
    Some(exposure::look(upstream, &target.own_addresses).await)
}
