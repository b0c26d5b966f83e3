use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::super::config_files::{ConfigFiles, Reader};
use super::super::syntax::words;
use super::Effective;
use super::walk::Walk;
use crate::names::{AbsPath, Version};

/// What is known before the first line is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::apache) struct Start {
    /// The folder that relative paths begin at, until `ServerRoot` names another.
    pub(in crate::proxies::apache) server_root: AbsPath,
    /// The first file.
    pub(in crate::proxies::apache) main_config: AbsPath,
    /// The server's version, for `<IfVersion>`.
    pub(in crate::proxies::apache) version: Version,
    /// The modules that need no `LoadModule`.
    pub(in crate::proxies::apache) modules: BTreeSet<String>,
    /// Names given with `-D`, for `<IfDefine>`.
    pub(in crate::proxies::apache) defines: BTreeSet<String>,
    /// The variables that the server is started with.
    pub(in crate::proxies::apache) environment: Environment,
    /// Directives that go before the first file.
    pub(in crate::proxies::apache) before: Vec<String>,
    /// Directives that go after the last.
    pub(in crate::proxies::apache) after: Vec<String>,
}

impl Reader for Start {
    type Reading = Effective;

    fn read(&self, files: &mut dyn ConfigFiles) -> Effective {
        Walk::new(files, self).run()
    }

    fn taken_from(&self, other: &Self, reading: &Arc<Effective>) -> Option<Arc<Effective>> {
        let Self { server_root, main_config, version, modules, defines, environment, before, after } = self;
        let is_same = *server_root == other.server_root
            && *main_config == other.main_config
            && *version == other.version
            && *defines == other.defines
            && *environment == other.environment
            && *before == other.before
            && *after == other.after
            && modules.is_superset(&other.modules);
        is_same.then(|| reading.with_modules(modules)).flatten().map(Arc::new)
    }
}

/// The variables of Debian's `envvars`: a shell script, of which only plain assignments are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::proxies::apache) struct Environment(BTreeMap<String, String>);

impl Environment {
    /// Those of the file beside the main configuration; none where there is no such file.
    pub(in crate::proxies::apache) fn beside(files: &mut dyn ConfigFiles, main_config: &AbsPath) -> Self {
        let bytes = main_config.parent().join("envvars").ok().and_then(|path| files.bytes(&path).ok());
        bytes.map_or_else(Self::default, |bytes| Self::parse(&String::from_utf8_lossy(&bytes)))
    }

    /// Reads the script's assignments. A variable whose value another program would have to be run
    /// for stays unknown.
    pub(in crate::proxies::apache) fn parse(script: &str) -> Self {
        let mut known = Self::default();
        for line in script.lines() {
            let line = line.trim();
            let assignment = line.strip_prefix("export ").unwrap_or(line);
            let Some((name, value)) = assignment.split_once('=') else { continue };
            let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            // The second instance of a server has a suffix of its own; the first, which is read here,
            // has none.
            let value = words(value).into_iter().next().unwrap_or_default().replace("$SUFFIX", "");
            if is_name && !value.contains(['$', '`']) {
                known.0.entry(name.to_owned()).or_insert(value);
            }
        }
        known
    }

    /// A variable's value.
    pub(in crate::proxies::apache) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_assignments_are_read() {
        let debian = "unset HOME\nif [ \"${A##/etc}\" != \"x\" ] ; then\n\tSUFFIX=\"-${A##/etc}\"\nelse\n\tSUFFIX=\nfi\n\
            export APACHE_RUN_USER=www-data\nexport APACHE_LOG_DIR=/var/log/apache2$SUFFIX\nexport LANG\n\
            #export APACHE_ARGUMENTS=''\nexport X=`date`\nexport Y=\"a b\"\n";
        let known = Environment::parse(debian);
        for (name, value) in [
            ("APACHE_RUN_USER", Some("www-data")),
            ("APACHE_LOG_DIR", Some("/var/log/apache2")),
            ("APACHE_ARGUMENTS", None),
            ("X", None),
            ("Y", Some("a b")),
        ] {
            assert_eq!(known.get(name), value, "{name}");
        }
    }
}
