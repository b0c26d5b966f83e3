//! Heads that are too long, refused as observed behind each proxy in front of Jellyfin 10.11.11.

use super::set_up;

pub(super) fn limits_heads_as_observed(proxy: &str) {
    let lab = set_up(proxy, &[]);
    let visitor = lab.visitor();
    let status = |fields: &[(&str, &str)]| visitor.get_with("/health", fields).status;
    let (fitting, long) = ("x".repeat(7_000), "x".repeat(20_000));
    let many: Vec<(String, &str)> = (0..101).map(|number| (format!("X-{number}"), "x")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (name.as_str(), *value)).collect();

    assert_eq!(status(&[("X-Long", &fitting)]), 200);
    assert_eq!(status(&[("X-Long", &long)]), 400);
    // nginx passes any number of fields on, so that Jellyfin is the one to refuse.
    assert_eq!(status(&many), if proxy == "nginx" { 431 } else { 400 });
    assert_eq!(visitor.get(&format!("/health?{fitting}")).status, 200);
    assert_eq!(visitor.get(&format!("/health?{}", "x".repeat(9_000))).status, 414);
}
