//! Jellyfin asked for a set-up.
