//! What `haproxy -c` prints.

use crate::facts::ConfigCheck;
use crate::host::ToolAnswer;

/// Reads exit code and words: 0 goes with warnings, and in 2.6 even with alerts (a defaults section
/// used both ways).
pub(super) fn read_check(answer: &ToolAnswer) -> ConfigCheck {
    let messages = messages(&answer.stderr);
    if answer.code == Some(0) || is_empty(answer) {
        return ConfigCheck::Passed { warnings: messages };
    }
    let said = [&answer.stderr, &answer.stdout].into_iter().flat_map(|text| text.lines());
    let errors = match messages.as_slice() {
        [] => said.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        _ => messages,
    };
    ConfigCheck::Failed { errors }
}

/// A file without a single listener ends with 2, and is how a fresh one looks (observed on 2.6.12): there
/// is no mistake in it.
fn is_empty(answer: &ToolAnswer) -> bool {
    answer.code == Some(2) && answer.stdout.contains("has no error but will not start (no listener)")
}

/// The alerts and warnings, without the time and process id before them; lines that go on with one
/// are put behind it. Totals that say nothing of their own are left out.
fn messages(text: &str) -> Vec<String> {
    let mut messages: Vec<String> = Vec::new();
    let mut within = false;
    for line in text.lines() {
        if let Some(level) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            let message = line.split_once(" : ").map_or("", |(_, message)| message.trim());
            let message = message.strip_prefix("config : ").unwrap_or(message);
            let total = message.starts_with("Fatal errors found") || message.starts_with("Error(s) found");
            within = matches!(level, "ALERT" | "WARNING") && !total;
            if within {
                messages.push(message.to_owned());
            }
        } else if let (true, Some(last)) = (within && line.starts_with([' ', '\t']), messages.last_mut()) {
            last.push(' ');
            last.push_str(line.trim());
        }
    }
    messages
}
