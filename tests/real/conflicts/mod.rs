//! What is in the way on the machines of `tests/fixtures/hosts`: the real server says the same as the golden, each
//! way out that is named leads to a healthy site, and nobody else's answers otherwise.

mod adopting;
mod port_held;
mod row;
mod rows_apache;
mod rows_haproxy;
mod rows_nginx;

use tests::{Case, HostTree};

use row::Row;

/// Machines on which the way out is taken by another test.
const ELSEWHERE: [(&str, &str); 5] = [
    ("apache-conflict-behind-nginx", "two_proxies::nginx_before_apache"),
    ("nginx-conflict-behind-haproxy", "two_proxies::haproxy_before_nginx"),
    ("apache-conflict-jellyfin-site", "conflicts::apache_site_by_hand_gives_way"),
    ("haproxy-conflict-jellyfin-by-hand", "conflicts::haproxy_site_by_hand_gives_way"),
    ("nginx-conflict-jellyfin-site", "conflicts::nginx_site_by_hand_gives_way"),
];

pub(crate) fn cases() -> Vec<Case> {
    let rows = || [rows_nginx::ROWS, rows_apache::ROWS, rows_haproxy::ROWS].concat();
    let mut cases: Vec<Case> = rows().into_iter().flat_map(Row::cases).collect();
    cases.extend(adopting::cases());
    cases.extend(port_held::cases());
    let names: Vec<String> = cases.iter().map(|case| case.name().to_owned()).collect();
    cases.push(Case::outside("conflicts::each_machine_has_its_way_out", move || {
        for tree in HostTree::all().into_iter().filter(|tree| tree.name.contains("-conflict-")) {
            let elsewhere = ELSEWHERE.iter().find(|(machine, _)| *machine == tree.name);
            let has_row = rows().iter().any(|row| row.machine == tree.name);
            assert!(has_row || elsewhere.is_some(), "no way out of {} is taken", tree.name);
            let own = elsewhere.filter(|(_, test)| test.starts_with("conflicts::"));
            assert!(own.is_none_or(|(_, test)| names.iter().any(|name| name == test)), "{elsewhere:?}");
        }
    }));
    cases
}
