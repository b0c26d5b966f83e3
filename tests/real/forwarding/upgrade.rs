//! The way from a request to a WebSocket.

use tests::TOKEN;

use super::set_up;

pub(super) fn opens_a_websocket(proxy: &str) {
    let lab = set_up(proxy, &[]);
    let refused = lab.visitor().web_socket("/socket").err().expect("nothing opens without a token");
    assert_eq!((refused.status, refused.text()), (403, "Error processing request.".to_owned()));
    assert!(refused.headers.contains_key("x-response-time-ms"), "{refused:?}");

    let opened = lab.visitor().web_socket(&format!("/socket?ApiKey={TOKEN}&deviceId=d1"));
    let mut socket = opened.unwrap_or_else(|answer| panic!("{answer:?}"));
    let first = socket.message().unwrap().expect("Jellyfin speaks first");
    assert!(first.contains("ForceKeepAlive"), "{first}");
    assert!(socket.is_alive());
}
