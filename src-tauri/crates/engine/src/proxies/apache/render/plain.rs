use super::writer::Writer;
use super::{CHALLENGES, SiteText};

impl SiteText<'_> {
    /// Plain HTTP where there is TLS: to HTTPS with host and path, save certificate renewals.
    pub(super) fn redirect(&self, writer: &mut Writer) {
        self.challenges(writer);
        // A path with an encoded slash is refused otherwise, redirect or not.
        writer.line("AllowEncodedSlashes", &["On"]);
        let pattern = format!("^/(?!{})(.*)$", regex(CHALLENGES.trim_start_matches('/')));
        let target = format!("{}/$1", self.origin());
        writer.line("RedirectMatch", &["permanent", &pattern, &target]);
    }

    /// The folder where proofs for a certificate lie.
    pub(super) fn challenges(&self, writer: &mut Writer) {
        let Some(root) = &self.acme_root else { return };
        let folder = format!("{}{CHALLENGES}", root.as_str().trim_end_matches('/'));
        writer.comment("Certificate renewals.");
        writer.line("Alias", &[CHALLENGES, &folder]);
        writer.section("Directory", &[&folder], |writer| {
            writer.line("AllowOverride", &["None"]);
            writer.line("ForceType", &["text/plain"]);
            writer.line("Require", &["all", "granted"]);
        });
    }

    /// The address without a path: `https://media.example.com:8443`.
    pub(super) fn origin(&self) -> String {
        let url = self.site.url();
        url.strip_suffix(self.site.base_path.prefix()).unwrap_or(&url).to_owned()
    }
}

/// A text of letters, digits and `-._~/` as a pattern for itself.
pub(super) fn regex(text: &str) -> String {
    text.replace('.', r"\.")
}
