//! What is known of proxies, Jellyfin and certificates, as pure functions.
