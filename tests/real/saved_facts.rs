//! Facts of a machine with servers that run can be saved as well.

use system::host::LiveHost;
use tests::{Case, Lab, assert_facts_survive};

pub(crate) fn cases() -> Vec<Case> {
    Case::of_every_proxy("saved_facts", &[("give_the_same_plan", give_the_same_plan)])
}

fn give_the_same_plan(proxy: &str) {
    let _lab = Lab::with(proxy);
    assert_facts_survive(&LiveHost::open().unwrap(), proxy, None);
}
