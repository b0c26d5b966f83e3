//! What passes through a written configuration, in both directions, as Jellyfin and a stranger see it.

mod acme;
mod away;
mod bodies;
mod limits;
mod location;
mod policies;
mod secrets;
mod stranger;
mod tls;
mod upgrade;
mod visitor_headers;

use engine::proxies::ProxyKind;
use tests::{Case, Lab};

/// What is looked at, by the word of the proxy.
type Look = fn(&'static str);

const LOOKS: [(&str, Look); 20] = [
    ("names_the_visitor", visitor_headers::names_the_visitor),
    ("drops_what_the_visitor_says_of_himself", visitor_headers::drops_forged_fields),
    ("names_the_visitor_without_tls", visitor_headers::names_the_visitor_without_tls),
    ("keeps_host_and_port", location::keeps_host_and_port),
    ("keeps_every_byte_of_the_path", location::keeps_every_byte_of_the_path),
    ("redirects_to_the_same_path", location::redirects_to_the_same_path),
    ("opens_a_websocket", upgrade::opens_a_websocket),
    ("strangers_cannot_restart", stranger::cannot_restart),
    ("strangers_can_restart_when_jellyfin_is_left_alone", stranger::can_restart_when_jellyfin_is_left_alone),
    ("logs_no_api_key", secrets::logs_no_api_key),
    ("compresses_text", bodies::compresses_text),
    ("passes_parts_of_a_film", bodies::passes_parts_of_a_film),
    ("passes_large_uploads", bodies::passes_large_uploads),
    ("shows_a_page_while_jellyfin_is_away", away::shows_a_page),
    ("passes_jellyfins_own_troubles", away::passes_jellyfins_own_troubles),
    ("answers_challenges_without_tls", acme::answers_challenges_without_tls),
    ("forbids_nothing_unasked", policies::forbids_nothing_unasked),
    ("speaks_http2", tls::speaks_http2),
    ("refuses_old_tls", tls::refuses_old_tls),
    ("limits_heads_as_observed", limits::limits_heads_as_observed),
];

pub(crate) fn cases() -> Vec<Case> {
    let looks = ProxyKind::words().into_iter().flat_map(|proxy| LOOKS.iter().map(move |look| (proxy, look)));
    let case = |(proxy, (name, look)): (&'static str, &'static (&str, Look))| {
        Case::new(format!("forwarding::{proxy}_{name}"), move || look(proxy))
    };
    looks.map(case).collect()
}

/// A machine on which that proxy was set up with these arguments.
fn set_up(proxy: &str, arguments: &[&str]) -> Lab {
    let lab = Lab::with(proxy);
    lab.setup(arguments).expect(0);
    lab
}
