//! One run: everything asked, nothing judged.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use engine::verdict::observations::{DirectSeen, ProxiedSeen, RedirectSeen};
use engine::verdict::trouble::Dial;
use engine::verdict::{Observations, Question, SiteUrl};
use jiff::Timestamp;

use crate::deadline::Deadline;
use crate::dial::{dial_all, resolve_within};
use crate::origin::Origin;
use crate::part::Part;
use crate::target::Target;
use crate::{direct, exposure, latency, site, tls};

/// Measures a site. It reads only: no question changes anything on any server.
pub async fn measure(target: &Target) -> Observations {
    measure_telling(target, &|_, _, _| ()).await
}

/// The same, telling of each part as it comes in: how long it took, and all that was observed so far.
pub async fn measure_telling(
    target: &Target,
    told: &(dyn Fn(Part, Duration, &Observations) + Sync),
) -> Observations {
    let deadline = Deadline::begin(target.limits);
    let mut seen = Observations::begin(target.url.clone(), Timestamp::now());
    seen.connect = target.connect;
    seen.http_port = target.redirect_port();
    seen.upstream = target.upstream.clone();
    seen.access_log = target.access_log.clone();

    let run = Run { target, deadline, seen: Mutex::new(seen), told };
    let upstream = target.upstream.clone().map(|url| Origin { url, address: None, deadline });
    let (site, (), ()) =
        tokio::join!(run.ask_site(), run.ask_directly(upstream.as_ref()), run.ask_outside(upstream.as_ref()));
    // Last and alone: the other questions would be measured with it.
    let begin = Instant::now();
    if let (Some(site), Some(upstream)) = (&site, &upstream) {
        let latency = latency::measure(site, upstream).await;
        run.learn(Part::Latency, begin, |seen| seen.latency = latency);
    } else {
        run.learn(Part::Latency, begin, |_| ());
    }
    run.seen.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// A run that is going on. Its parts are asked side by side.
struct Run<'t> {
    target: &'t Target,
    deadline: Deadline,
    seen: Mutex<Observations>,
    told: &'t (dyn Fn(Part, Duration, &Observations) + Sync),
}

impl Run<'_> {
    /// Takes down what a part brought, and tells of it.
    fn learn(&self, part: Part, begin: Instant, take_down: impl FnOnce(&mut Observations)) {
        let mut seen = self.seen();
        take_down(&mut seen);
        (self.told)(part, begin.elapsed(), &seen);
    }

    fn seen(&self) -> MutexGuard<'_, Observations> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the site; gives back where it was reached.
    async fn ask_site(&self) -> Option<Origin> {
        let target = self.target;
        let begin = Instant::now();
        let (addresses, places) = self.places().await;
        self.learn(Part::Names, begin, |seen| seen.addresses = addresses);

        let begin = Instant::now();
        let (http_port, measured_at) = {
            let seen = self.seen();
            (seen.http_port, seen.measured_at)
        };
        let at = |port: u16| places.iter().map(|&ip| SocketAddr::new(ip, port)).collect::<Vec<_>>();
        let site_places = target.connect.map_or_else(|| at(target.url.port()), |address| vec![address]);
        let http_places = http_port.map_or_else(Vec::new, at);
        let (dials, http_dials) =
            tokio::join!(dial_all(&site_places, self.deadline), dial_all(&http_places, self.deadline));
        let site = self.origin(&dials, target.url.clone());
        let plain = http_port.and_then(|port| self.origin(&http_dials, target.url.in_plain(port)));
        self.learn(Part::Ports, begin, |seen| (seen.dials, seen.http_dials) = (dials, http_dials));

        let begin = Instant::now();
        tokio::join!(
            async {
                let redirect = match &plain {
                    Some(plain) => site::look_at_redirect(plain).await,
                    None => RedirectSeen::default(),
                };
                self.learn(Part::Redirect, begin, |seen| seen.redirect = redirect);
            },
            async {
                let tls = match site.as_ref().filter(|site| site.url.tls()) {
                    Some(site) => Some(tls::look(site, &target.roots, measured_at).await),
                    None => None,
                };
                self.learn(Part::Tls, begin, |seen| seen.tls = tls);
            },
            async {
                let proxied = match &site {
                    Some(site) => site::look(site).await,
                    None => ProxiedSeen::default(),
                };
                self.learn(Part::Passage, begin, |seen| seen.proxied = proxied);
            },
        );
        site
    }

    async fn ask_directly(&self, upstream: Option<&Origin>) {
        let begin = Instant::now();
        let direct = match upstream {
            Some(upstream) => direct::look(upstream).await,
            None => DirectSeen::default(),
        };
        self.learn(Part::Direct, begin, |seen| seen.direct = direct);
    }

    async fn ask_outside(&self, upstream: Option<&Origin>) {
        let begin = Instant::now();
        let own = &self.target.own_addresses;
        let exposure = match upstream.filter(|_| !own.is_empty()) {
            Some(upstream) => Some(exposure::look(upstream, own).await),
            None => None,
        };
        self.learn(Part::Exposure, begin, |seen| seen.exposure = exposure);
    }

    fn origin(&self, dials: &[Dial], url: SiteUrl) -> Option<Origin> {
        let address = dials.iter().find(|dial| dial.connected())?.address;
        Some(Origin { url, address: Some(address), deadline: self.deadline })
    }

    /// The addresses to dial, looked up when they were not given.
    async fn places(&self) -> (Question<Vec<IpAddr>>, Vec<IpAddr>) {
        let target = self.target;
        if let Some(address) = target.connect.map(|at| at.ip()).or(target.url.address()) {
            return (Question::NotAsked, vec![address]);
        }
        let found = Question::from(resolve_within(&target.url.server_name(), self.deadline).await);
        let places = found.answer().cloned().unwrap_or_default();
        (found, places)
    }
}
