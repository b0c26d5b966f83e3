//! What somebody without a token may do from outside.

use super::set_up;

pub(super) fn cannot_restart(proxy: &str) {
    let lab = set_up(proxy, &[]);
    assert_eq!(lab.visitor().post("/System/Restart", 0).status, 401);
    let claimed = [("X-Forwarded-For", "127.0.0.1")];
    assert_eq!(lab.visitor().ask("POST", "/System/Restart", &claimed, 0).unwrap().status, 401);
}

/// Why `--known-proxies leave` is not the default: Jellyfin takes everybody behind the proxy for its own machine
/// (observed on 10.10.7, 10.11.11 and 12.0).
pub(super) fn can_restart_when_jellyfin_is_left_alone(proxy: &str) {
    let lab = set_up(proxy, &["--known-proxies", "leave"]);
    assert_eq!(lab.visitor().post("/System/Restart", 0).status, 204);
}
