use std::collections::BTreeSet;

use super::super::super::config_files::ConfigFiles;
use super::include::plain;
use super::variables::Variables;
use super::versions::Versions;
use crate::names::AbsPath;

/// What conditions are decided by.
pub(super) struct Known<'k> {
    pub(super) modules: &'k BTreeSet<String>,
    pub(super) variables: &'k Variables,
    pub(super) versions: &'k mut Versions,
    pub(super) server_root: &'k AbsPath,
}

impl Known<'_> {
    /// Whether what stands in the section is in force; `None` where that cannot be told. The outer
    /// `None` is for a section that is no such condition.
    pub(super) fn decide(
        &mut self,
        files: &mut dyn ConfigFiles,
        section: &str,
        argument: &str,
    ) -> Option<Option<bool>> {
        let (negated, bare) = match argument.strip_prefix('!') {
            Some(bare) => (true, bare),
            None => (false, argument),
        };
        let holds = match section {
            "ifmodule" => Some(self.modules.contains(module_of(bare))),
            "ifdefine" => Some(self.variables.is_defined(bare)),
            "ifversion" => self.versions.fits(bare),
            "iffile" => self.file_is_there(files, bare),
            // These ask which directives the modules bring along.
            "ifdirective" | "ifsection" => None,
            _ => return None,
        };
        Some(holds.map(|holds| holds != negated))
    }

    /// The module that a condition asks for, and that is not there.
    pub(super) fn missed(&self, section: &str, argument: &str) -> Option<String> {
        let module = module_of(argument.strip_prefix('!').unwrap_or(argument));
        (section == "ifmodule" && !self.modules.contains(module)).then(|| module.to_owned())
    }

    /// Relative to the server's root; a folder counts, too.
    fn file_is_there(&self, files: &mut dyn ConfigFiles, path: &str) -> Option<bool> {
        let full =
            if path.starts_with('/') { path.to_owned() } else { format!("{}/{path}", self.server_root) };
        Some(files.is_there(&plain(&full).parse().ok()?))
    }
}

/// The module that is meant, without `_module`: conditions name it (`ssl_module`) or the file of its
/// source (`mod_ssl.c`).
fn module_of(argument: &str) -> &str {
    match argument {
        "http_core.c" => "http",
        "event.c" => "mpm_event",
        "worker.c" => "mpm_worker",
        "prefork.c" => "mpm_prefork",
        "util_ldap.c" => "ldap",
        _ => match argument.strip_suffix(".c") {
            Some(file) => file.strip_prefix("mod_").unwrap_or(file),
            None => argument.strip_suffix("_module").unwrap_or(argument),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::super::config_files::NoBytes;
    use super::super::Environment;
    use super::*;
    use crate::facts::Content;
    use crate::names::Version;

    /// One file.
    struct Here;

    impl ConfigFiles for Here {
        fn bytes(&mut self, path: &AbsPath) -> Result<Content, NoBytes> {
            let is_it = path.as_str() == "/etc/apache2/here.conf";
            if is_it { Ok(Content::default()) } else { Err(NoBytes::Unusable("no such file".to_owned())) }
        }

        fn names(&mut self, _folder: &AbsPath) -> Vec<String> {
            Vec::new()
        }
    }

    #[test]
    fn conditions_are_decided_as_the_server_does() {
        let modules = BTreeSet::from(["ssl".to_owned(), "mpm_event".to_owned()]);
        let defines = ["SSL".to_owned()];
        let variables = Variables::new(&defines, Environment::parse("export ENV=1"));
        let root = "/etc/apache2".parse().unwrap();
        let versions = &mut Versions::of(Version::new(2, 4, 38));
        let mut known = Known { modules: &modules, variables: &variables, versions, server_root: &root };
        let mut files = Here;
        for (section, argument, holds) in [
            ("ifmodule", "mod_ssl.c", Some(Some(true))),
            ("ifmodule", "ssl_module", Some(Some(true))),
            ("ifmodule", "!ssl_module", Some(Some(false))),
            ("ifmodule", "event.c", Some(Some(true))),
            ("ifmodule", "mod_gnutls.c", Some(Some(false))),
            ("ifdefine", "SSL", Some(Some(true))),
            ("ifdefine", "ENV", Some(Some(false))),
            ("ifdefine", "!SSL", Some(Some(false))),
            ("ifversion", ">= 2.4", Some(Some(true))),
            ("ifversion", "2.4.38", Some(Some(true))),
            ("ifversion", "< 2.4.17", Some(Some(false))),
            ("ifversion", "~ ^2\\.4", Some(Some(true))),
            ("ifversion", "~ ^2\\.2", Some(Some(false))),
            ("ifversion", "/2\\.4\\.[0-9]$/", Some(Some(false))),
            ("ifversion", "= /2\\.4/", Some(Some(true))),
            ("ifversion", "~ 2.(4", Some(None)),
            ("iffile", "/etc/x", Some(Some(false))),
            ("iffile", "here.conf", Some(Some(true))),
            ("iffile", "!sub/../here.conf", Some(Some(false))),
            ("ifdirective", "Listen", Some(None)),
            ("location", "/", None),
        ] {
            assert_eq!(known.decide(&mut files, section, argument), holds, "{section} {argument}");
        }
    }
}
