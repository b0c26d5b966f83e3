//! The encrypted side.

use serde_json::Value;

use super::set_up;

pub(super) fn speaks_http2(proxy: &str) {
    let lab = set_up(proxy, &[]);
    let answer = lab.visitor().ask_http2("/System/Info/Public").unwrap();
    assert_eq!(answer.status, 200);
    let info: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(info["ProductName"], "Jellyfin Server");
}

pub(super) fn refuses_old_tls(proxy: &str) {
    let lab = set_up(proxy, &[]);
    let checked = lab.check("https://media.example.test", "127.0.0.1:443", &[]).expect(0).json();
    let checks = checked["checks"].as_array().unwrap();
    let versions = checks.iter().find(|check| check["id"] == "tls.versions").unwrap();
    assert_eq!((&versions["status"], &versions["code"]), (&"pass".into(), &"ok".into()), "{versions:#}");
}
