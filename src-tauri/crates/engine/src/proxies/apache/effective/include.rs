use super::super::super::config_files::ConfigFiles;
use super::super::super::glob;
use super::limits::Limits;
use crate::names::AbsPath;

/// More files than any configuration has; a pattern over a whole disk ends here, and whoever reads them
/// says so.
const MOST_FILES: usize = 50_001;

/// Folders inside each other that an `Include` goes down (`AP_MAX_INCLUDE_DIR_DEPTH` of httpd 2.4).
const DEEPEST_FOLDER: usize = 20;

/// What an `Include` names: a file, a folder with everything below it, or what fits a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IncludePath {
    /// The folder up to the first part that is a pattern, or the plain file or folder.
    base: AbsPath,
    /// The patterns below it; none for a plain path.
    patterns: Vec<String>,
}

/// The path holds what no path can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this include names no path that is followed here")]
pub(super) struct NotFollowed;

impl IncludePath {
    /// Takes the argument as the server does: relative to its root.
    pub(super) fn parse(server_root: &AbsPath, argument: &str) -> Result<Self, NotFollowed> {
        let full =
            if argument.starts_with('/') { argument.to_owned() } else { format!("{server_root}/{argument}") };
        let full = plain(&full);
        let mut parts: Vec<&str> = full.split('/').filter(|part| !part.is_empty()).collect();
        let first_pattern = parts.iter().position(|part| glob::is_pattern(part)).unwrap_or(parts.len());
        let patterns = parts.split_off(first_pattern).into_iter().map(str::to_owned).collect();
        let base = format!("/{}", parts.join("/")).parse().map_err(|_| NotFollowed)?;
        Ok(Self { base, patterns })
    }

    /// The folder and the pattern, where all files of one folder are meant that fit.
    pub(super) fn folder(&self) -> Option<(&AbsPath, &str)> {
        match self.patterns.as_slice() {
            [pattern] => Some((&self.base, pattern)),
            _ => None,
        }
    }

    /// The files, in the order in which the server reads them: by the bytes of their names.
    pub(super) fn files(&self, files: &mut dyn ConfigFiles, limits: &mut Limits) -> Vec<AbsPath> {
        let mut search = Search { files, limits, found: Vec::new() };
        search.fitting(&self.base, &self.patterns);
        search.found
    }
}

/// The path without `.`, `..` and doubled slashes. The server takes a part away for each `..` by the
/// letter, whatever is a link (seen on 2.4.71).
pub(in crate::proxies::apache) fn plain(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// Goes down into folders, and comes back with the files.
struct Search<'s> {
    files: &'s mut dyn ConfigFiles,
    limits: &'s mut Limits,
    found: Vec<AbsPath>,
}

impl Search<'_> {
    fn fitting(&mut self, at: &AbsPath, patterns: &[String]) {
        let Some((pattern, below)) = patterns.split_first() else {
            // A folder is read with everything in it; a name that is there and cannot be read is kept, to
            // be said by whoever reads it.
            return self.everything_at(at, 0);
        };
        for name in self.names(at) {
            let fits =
                if glob::is_pattern(pattern) { glob::matches(pattern, &name) } else { *pattern == name };
            if let (true, Ok(path)) = (fits, at.join(&name)) {
                self.fitting(&path, below);
            }
        }
    }

    /// A file, or all files of a folder, as deep as the server goes down.
    fn everything_at(&mut self, at: &AbsPath, depth: usize) {
        let is_end = self.files.is_file(at) || depth > DEEPEST_FOLDER;
        let names = if is_end { Vec::new() } else { self.names(at) };
        if names.is_empty() && self.found.len() < MOST_FILES {
            self.found.push(at.clone());
        }
        for name in names {
            if let (true, Ok(path)) = (self.found.len() < MOST_FILES, at.join(&name)) {
                self.everything_at(&path, depth + 1);
            }
        }
    }

    /// The names in a folder; none once there are more than are looked at.
    fn names(&mut self, folder: &AbsPath) -> Vec<String> {
        if self.found.len() >= MOST_FILES || self.limits.are_passed() {
            return Vec::new();
        }
        let names = self.files.names(folder);
        self.limits.take_names(names.len());
        names
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::super::super::config_files::NoBytes;
    use super::*;
    use crate::facts::Content;

    struct Folder(BTreeMap<AbsPath, Content>);

    impl ConfigFiles for Folder {
        fn bytes(&mut self, path: &AbsPath) -> Result<Content, NoBytes> {
            self.0.get(path).cloned().ok_or_else(|| NoBytes::Unusable("no such file".to_owned()))
        }

        fn names(&mut self, folder: &AbsPath) -> Vec<String> {
            let below = self.0.keys().filter_map(|path| path.as_path().strip_prefix(folder).ok());
            let mut names: Vec<String> =
                below.filter_map(|path| Some(path.iter().next()?.to_string_lossy().into_owned())).collect();
            names.dedup();
            names
        }
    }

    #[test]
    fn files_come_in_the_servers_order() {
        let paths =
            ["/e/b.conf", "/e/a.conf", "/e/.hidden.conf", "/e/a.bak", "/e/sub/x/y.conf", "/e/sub/z.conf"];
        let mut files =
            Folder(paths.iter().map(|path| (path.parse().unwrap(), b"#".to_vec().into())).collect());
        for (argument, found) in [
            ("a.conf", vec!["/e/a.conf"]),
            ("*.conf", vec!["/e/a.conf", "/e/b.conf"]),
            ("/e/./sub//*.conf", vec!["/e/sub/z.conf"]),
            ("sub/../a.conf", vec!["/e/a.conf"]),
            ("none/../../../e/sub/*.conf", vec!["/e/sub/z.conf"]),
            ("*/*/*.conf", vec!["/e/sub/x/y.conf"]),
            ("*/x/y.conf", vec!["/e/sub/x/y.conf"]),
            ("sub", vec!["/e/sub/x/y.conf", "/e/sub/z.conf"]),
            ("none/*.conf", vec![]),
            ("none.conf", vec!["/e/none.conf"]),
        ] {
            let path = IncludePath::parse(&"/e".parse().unwrap(), argument).unwrap();
            let seen: Vec<String> =
                path.files(&mut files, &mut Limits::default()).iter().map(ToString::to_string).collect();
            assert_eq!(seen, found, "{argument}");
        }
        assert_eq!(IncludePath::parse(&"/e".parse().unwrap(), "a\u{1}"), Err(NotFollowed));
    }
}
