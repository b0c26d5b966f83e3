use crate::facts::ConfigCheck;
use crate::host::ToolAnswer;

/// What `nginx -t` says when nothing is wrong.
const GOOD: [&str; 2] = ["syntax is ok", "test is successful"];

/// Reads what `nginx -t` printed. It ends with 0 although a second site of the same name is ignored,
/// so its words count: whatever is not known to be good is a warning.
pub(super) fn read_check(answer: &ToolAnswer) -> ConfigCheck {
    let words: Vec<String> =
        answer.stderr.lines().chain(answer.stdout.lines()).filter_map(without_clock).collect();
    if answer.code == Some(0) {
        return ConfigCheck::Passed { warnings: words };
    }
    let serious =
        |line: &&String| ["[emerg]", "[alert]", "[crit]"].iter().any(|level| line.starts_with(level));
    let mut errors: Vec<String> = words.iter().filter(serious).cloned().collect();
    if errors.is_empty() {
        errors = words;
    }
    if errors.is_empty() {
        errors.push("nginx's check ended without a word".to_owned());
    }
    ConfigCheck::Failed { errors }
}

/// The line without what differs from run to run (`2026/11/23 04:31:56 [warn] 21774#21774: …`), so
/// that the same warning before and after a change is the same text; `None` for good news.
fn without_clock(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches("nginx: ");
    if line.is_empty() || GOOD.iter().any(|good| line.ends_with(good)) {
        return None;
    }
    let Some(level) = line.find(" [") else { return Some(line.to_owned()) };
    let (clock, rest) = line.split_at(level);
    let is_clock = clock.bytes().all(|byte| byte.is_ascii_digit() || b"/: ".contains(&byte));
    let told = rest.trim_start();
    match told.split_once("] ").and_then(|(level, rest)| Some((level, rest.split_once(": ")?))) {
        Some((level, (process, words))) if is_clock && process.contains('#') => {
            Some(format!("{level}] {words}"))
        }
        _ => Some(line.to_owned()),
    }
}
