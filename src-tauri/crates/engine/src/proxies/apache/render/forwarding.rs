use super::SiteText;
use super::writer::Writer;

impl SiteText<'_> {
    /// Who the visitor is and how he came, as this server saw it; what he says of himself is dropped.
    pub(super) fn forwarding(&self, writer: &mut Writer, port: u16) {
        let scheme = if self.site.tls.is_some() { "https" } else { "http" };
        writer.blank();
        writer.comment("Jellyfin is told who came and how; what visitors claim themselves is dropped,");
        writer.comment("also when they ask by `Connection` for one of these headers to be left out.");
        writer.line("ProxyPreserveHost", &["On"]);
        writer.line("ProxyAddHeaders", &["On"]);
        let ours = "(?i)x-(?:forwarded-[a-z]+|real-ip)";
        writer.line("RequestHeader", &["edit*", "Connection", ours, ""]);
        for header in ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Server", "Forwarded"] {
            writer.line("RequestHeader", &["unset", header]);
        }
        if self.dialect.has_value_expressions() {
            writer.line("RequestHeader", &["set", "X-Real-IP", "expr=%{REMOTE_ADDR}"]);
        } else {
            writer.line("RequestHeader", &["unset", "X-Real-IP"]);
        }
        for (header, value) in [
            ("X-Forwarded-Proto", scheme),
            ("X-Forwarded-Protocol", scheme),
            ("X-Forwarded-Port", &port.to_string()),
        ] {
            writer.line("RequestHeader", &["set", header, value]);
        }
    }
}
