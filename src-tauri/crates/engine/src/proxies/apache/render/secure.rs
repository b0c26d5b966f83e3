use super::writer::Writer;
use super::{CertificateFiles, SiteText};
use crate::proxies::TlsProfile;

impl SiteText<'_> {
    /// Mozilla's intermediate profile. The library's own key exchange groups are those of the profile,
    /// or the best it has.
    pub(super) fn tls(&self, writer: &mut Writer, files: &CertificateFiles) {
        if self.http2 {
            writer.line("Protocols", &["h2", "http/1.1"]);
        }
        writer.line("SSLEngine", &["on"]);
        writer.line("SSLCertificateFile", &[files.cert.as_str()]);
        if let Some(key) = &files.key {
            writer.line("SSLCertificateKeyFile", &[key.as_str()]);
        }
        if !self.dialect.reads_whole_chain() {
            writer.line("SSLCertificateChainFile", &[files.cert.as_str()]);
        }
        // Said by exclusion: naming TLS 1.3 is fatal where the library does not know it.
        writer.line("SSLProtocol", &["all", "-SSLv3", "-TLSv1", "-TLSv1.1"]);
        writer.line("SSLCipherSuite", &[TlsProfile::for_openssl(None).ciphers]);
        writer.line("SSLHonorCipherOrder", &["off"]);
        if self.dialect.has_session_tickets() {
            writer.line("SSLSessionTickets", &["off"]);
        }
        if self.site.hsts {
            writer.line("Header", &["always", "set", "Strict-Transport-Security", "max-age=63072000"]);
        }
    }
}
