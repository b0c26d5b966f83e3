//! The arguments and variables that a systemd unit starts HAProxy with.

use super::syntax::Environment;
use crate::names::AbsPath;
use crate::proxies::config_files::ConfigFiles;

/// Where units lie, the first that has one counts (systemd.unit(5)).
const UNIT_FOLDERS: [&str; 5] = [
    "/etc/systemd/system",
    "/run/systemd/system",
    "/usr/local/lib/systemd/system",
    "/usr/lib/systemd/system",
    "/lib/systemd/system",
];

/// What a unit says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Unit {
    /// The arguments, program first, variables put in; empty where there is no such unit.
    pub(super) arguments: Vec<String>,
    /// The variables that it sets.
    pub(super) environment: Environment,
}

impl Unit {
    /// Reads `NAME.service`, what was added to it in `NAME.service.d`, and the files it names.
    pub(super) fn read(files: &mut dyn ConfigFiles, name: &str) -> Self {
        let mut unit = Self::default();
        let mut start = None;
        for text in texts(files, &format!("{name}.service")) {
            for (key, value) in settings(&text) {
                match key.as_str() {
                    "Environment" => unit.assign(&split(&value)),
                    "EnvironmentFile" => unit.assign_from(files, &value),
                    "ExecStart" => start = Some(value),
                    _ => {}
                }
            }
        }
        // Prefixes of systemd's own (`-`, `@`, `+` …) go before the program.
        let start = start.unwrap_or_default();
        let words = split(start.trim_start_matches(['-', '@', ':', '+', '!']));
        if words
            .first()
            .is_some_and(|program| program.rsplit('/').next().is_some_and(|n| n.starts_with(name)))
        {
            unit.arguments = words.iter().flat_map(|word| unit.expand(word)).collect();
        }
        unit
    }

    fn assign(&mut self, words: &[String]) {
        for (name, value) in words.iter().filter_map(|word| word.split_once('=')) {
            self.environment.set(name, value);
        }
    }

    /// A file of `NAME=value` lines; a `-` before its path allows it to be missing.
    fn assign_from(&mut self, files: &mut dyn ConfigFiles, value: &str) {
        let Ok(path) = value.trim_start_matches('-').parse::<AbsPath>() else { return };
        let Ok(bytes) = files.bytes(&path) else { return };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with(['#', ';'])) {
            if let Some((name, value)) = line.split_once('=') {
                self.environment.set(name.trim(), value.trim().trim_matches(['"', '\'']));
            }
        }
    }

    /// `$NAME` as a word of its own becomes as many words as its value has; `${NAME}` stays one.
    fn expand(&self, word: &str) -> Vec<String> {
        if let Some(name) = word.strip_prefix('$').filter(|name| !name.starts_with('{')) {
            return split(self.environment.get(name).unwrap_or_default());
        }
        let mut expanded = String::new();
        let mut rest = word;
        while let Some((before, (name, after))) =
            rest.split_once("${").and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
        {
            expanded.push_str(before);
            expanded.push_str(self.environment.get(name).unwrap_or_default());
            rest = after;
        }
        vec![expanded + rest]
    }
}

/// The unit's own text, then what was added to it.
fn texts(files: &mut dyn ConfigFiles, file: &str) -> Vec<String> {
    let folders: Vec<AbsPath> =
        UNIT_FOLDERS.iter().map(|folder| folder.parse().expect("a literal plain path")).collect();
    let at = |folder: &AbsPath, below: &str| folder.join(below).ok();
    let mut texts = Vec::new();
    let main = folders.iter().filter_map(|folder| at(folder, file));
    for path in main {
        if let Ok(bytes) = files.bytes(&path) {
            texts.push(String::from_utf8_lossy(&bytes).into_owned());
            break;
        }
    }
    let mut added: Vec<(String, AbsPath)> = Vec::new();
    for folder in folders.iter().filter_map(|folder| at(folder, &format!("{file}.d"))) {
        for name in files.names(&folder).into_iter().filter(|name| name.ends_with(".conf")) {
            // /usr/lib and /lib can be the same folder, and a name counts once.
            if let Some(path) = at(&folder, &name).filter(|_| added.iter().all(|(known, _)| *known != name)) {
                added.push((name, path));
            }
        }
    }
    added.sort();
    for (_, path) in added {
        texts.extend(files.bytes(&path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
    }
    texts
}

/// The `[Service]` settings of a unit's text, in order.
fn settings(text: &str) -> Vec<(String, String)> {
    let joined = text.replace("\\\n", " ");
    let mut in_service = false;
    let mut settings = Vec::new();
    for line in joined.lines().map(str::trim).filter(|line| !line.starts_with(['#', ';'])) {
        if line.starts_with('[') {
            in_service = line == "[Service]";
        } else if let (true, Some((key, value))) = (in_service, line.split_once('=')) {
            settings.push((key.trim().to_owned(), value.trim().to_owned()));
        }
    }
    settings
}

/// Words as systemd splits them: by blanks, quotes hold together.
fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in text.chars() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            (c, Some(_)) => word.get_or_insert_default().push(c),
            ('"' | '\'', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, None) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_as_systemd_does() {
        assert_eq!(
            split(r#" "CONFIG=/etc/haproxy/haproxy.cfg" 'A=b c'  D="e f" "" "#),
            ["CONFIG=/etc/haproxy/haproxy.cfg", "A=b c", "D=e f", ""]
        );
    }

    #[test]
    fn only_the_service_section_counts() {
        let text =
            "[Unit]\nExecStart=/no\n[Service]\n# ExecStart=/no\nExecStart=/usr/sbin/haproxy \\\n  -Ws\n";
        let settings = settings(text);
        assert_eq!(settings.len(), 1);
        assert_eq!(split(&settings[0].1), ["/usr/sbin/haproxy", "-Ws"]);
    }

    #[test]
    fn variables_are_put_in() {
        let mut unit = Unit::default();
        unit.assign(&split("\"CONFIG=/a b.cfg\" \"EXTRA=-S /run/x\""));
        assert_eq!(unit.expand("${CONFIG}"), ["/a b.cfg"]);
        assert_eq!(unit.expand("$EXTRA"), ["-S", "/run/x"]);
        assert_eq!(unit.expand("$NONE"), [] as [&str; 0]);
        assert_eq!(unit.expand("x${NONE}y"), ["xy"]);
    }
}
