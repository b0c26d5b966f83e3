//! HAProxy's bugs that show at run time here.

use std::fs;
use std::time::{Duration, Instant};

use engine::facts::ConfigCheck;
use standin::Options;
use tests::Seed;

use super::both::{Both, Scene, Site, on_both};

/// The page is not in any web client since 10.7 at least, so the check fails and nothing is let through.
pub(super) fn s07_checks_a_page_that_does_not_exist() {
    let both = on_both("haproxy", |site| {
        wait_for_the_check(site);
        site.visitor.get("/System/Info/Public").status
    });
    assert_eq!((both.seed, both.written), (503, 200));
}

/// The document adds its own field behind the one that came; Jellyfin counts the last, other programs the first.
pub(super) fn s08_forged_scheme_stays_in_front() {
    let both = on_both_with_the_page(|site| {
        site.visitor.get_with("/health?forged", &[("X-Forwarded-Proto", "spoof")]);
        site.upstream_values("/health?forged", "X-Forwarded-Proto")
    });
    assert_eq!(both.seed, ["spoof", "https"]);
    assert_eq!(both.written, ["https"]);
}

pub(super) fn s09_visitor_address_missing() {
    let both = on_both_with_the_page(|site| {
        site.visitor.get("/health?who");
        site.upstream_values("/health?who", "X-Forwarded-For")
    });
    assert_eq!(both.seed, [""; 0]);
    assert_eq!(both.written, ["203.0.113.9"]);
}

/// Without Debian's `mode http` in the defaults the document's sections pass bytes on, and its rules are ignored with a
/// warning and exit code 0.
pub(super) fn s10_without_a_mode_is_tcp() {
    take_mode_and_timeouts_from_defaults();
    let both = on_both_with_the_page(|site| {
        let answer = site.visitor.ask("GET", "/health", &[], 0);
        (passes_its_check(site), answer.ok().map(|answer| answer.status))
    });
    assert_eq!(both.seed, (true, None));
    assert_eq!(both.written, (true, Some(200)));
}

/// Clients name the port where it is not 443, and behind a router it need not be the one that HAProxy listens on.
pub(super) fn s11_host_with_a_port_is_unknown() {
    let both = on_both_with_the_page(|site| {
        site.visitor.clone().calling("media.example.test:8443").get("/System/Info/Public").status
    });
    assert_eq!((both.seed, both.written), (503, 200));
}

fn take_mode_and_timeouts_from_defaults() {
    let file = "/etc/haproxy/haproxy.cfg";
    let packaged = fs::read_to_string(file).unwrap();
    let taken = |line: &str| ["mode", "timeout"].iter().any(|word| line.trim_start().starts_with(word));
    let kept: Vec<&str> = packaged.lines().filter(|line| !taken(line)).collect();
    fs::write(file, kept.join("\n") + "\n").unwrap();
}

fn passes_its_check(site: &Site) -> bool {
    matches!(site.server.config_check(), ConfigCheck::Passed { .. })
}

/// On a Jellyfin whose web client has the page that the document checks, so that its other bugs can be seen.
fn on_both_with_the_page<T>(observe: impl Fn(&Site) -> T) -> Both<T> {
    let change = |options: &mut Options| options.web = Some(Seed::web_client_of_its_time());
    Scene { proxy: "haproxy", setup: &[], change, network_xml: "" }.on_both(observe)
}

/// Until HAProxy has asked for a page of its own accord, and has had the time to think about the answer.
fn wait_for_the_check(site: &Site) {
    let begin = Instant::now();
    let asked = || site.jellyfin.seen().iter().any(|seen| seen.header("X-Forwarded-For").is_none());
    while !asked() {
        assert!(begin.elapsed() < Duration::from_secs(20), "HAProxy does not check");
        std::thread::sleep(Duration::from_millis(50));
    }
    std::thread::sleep(Duration::from_millis(500));
}
