//! The sixteen bugs of the document that the product grew from: the same observation on the document's own
//! configuration, where it sees the fault, and on the one that `jellyfin-proxy setup` writes, where it does not.
//!
//! Two of them show on other versions only: S6 is a warning here and fatal from HAProxy 2.7 on, S12 a warning from nginx
//! 1.25.1 on and nothing here. Their observations read what is written for those versions.

mod apache;
mod both;
mod haproxy;
mod nginx;
mod spelling;
mod words;

use tests::Case;

pub(crate) fn cases() -> Vec<Case> {
    let bugs: [(&str, fn()); 16] = [
        ("s01_nginx_forwarded_scheme_is_an_address", nginx::s01_forwarded_scheme_is_an_address),
        ("s02_apache_websocket_path_of_another_program", apache::s02_websocket_path_of_another_program),
        ("s03_apache_redirect_without_slash", apache::s03_redirect_without_slash),
        ("s04_apache_modules_missing", apache::s04_modules_missing),
        ("s05_apache_forwarded_scheme_missing", apache::s05_forwarded_scheme_missing),
        ("s06_haproxy_check_hidden_in_a_version", spelling::s06_check_hidden_in_a_version),
        ("s07_haproxy_checks_a_page_that_does_not_exist", haproxy::s07_checks_a_page_that_does_not_exist),
        ("s08_haproxy_forged_scheme_stays_in_front", haproxy::s08_forged_scheme_stays_in_front),
        ("s09_haproxy_visitor_address_missing", haproxy::s09_visitor_address_missing),
        ("s10_haproxy_without_a_mode_is_tcp", haproxy::s10_without_a_mode_is_tcp),
        ("s11_haproxy_host_with_a_port_is_unknown", haproxy::s11_host_with_a_port_is_unknown),
        ("s12_nginx_http2_in_a_spelling_of_its_time", spelling::s12_http2_in_a_spelling_of_its_time),
        ("s13_nginx_upgrade_on_every_request", nginx::s13_upgrade_on_every_request),
        ("s14_nginx_ipv4_only_small_uploads_and_buffers", nginx::s14_ipv4_only_small_uploads_and_buffers),
        ("s15_certificate_where_certbot_has_none", words::s15_certificate_where_certbot_has_none),
        ("s16_url_path_need_not_be_the_root", words::s16_url_path_need_not_be_the_root),
    ];
    bugs.into_iter().map(|(name, bug)| Case::new(format!("seed_bugs::{name}"), bug)).collect()
}
