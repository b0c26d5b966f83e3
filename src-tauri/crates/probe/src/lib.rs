//! What a visitor sees: DNS, TCP, TLS, HTTP and WebSocket, measured.
