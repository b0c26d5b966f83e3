//! jellyfin-proxy: the wizard in a terminal.
