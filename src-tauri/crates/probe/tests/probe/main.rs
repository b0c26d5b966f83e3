//! What is measured over the wire, against small servers on loopback that are wrong in one way each.

mod certificates;
mod fake;
mod faults;
mod jellyfin;
mod jellyfin_like;
mod old_tls;
mod safety;
mod sites;
mod stage;
mod standin;
mod tls;
