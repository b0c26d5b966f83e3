//! A verdict as text: for a terminal, and as Markdown for a bug report.

use super::check::{Check, Health, Status, Verdict};

/// Plain text, one block a check, without colours.
#[must_use]
pub fn terminal(verdict: &Verdict) -> String {
    let mut out = format!("{}: {}\n\n", verdict.url, headline(verdict));
    for check in &verdict.checks {
        out.push_str(&format!(
            "{}  {:<22} {}\n",
            mark(check.status),
            check.id.name(),
            one_line(&check.observed)
        ));
        if is_fault(check) {
            let indent = " ".repeat(6);
            out.push_str(&format!("{indent}{} [{}]\n", check.code.meaning(), check.code));
            if let Some(fix) = &check.fix {
                out.push_str(&format!("{indent}Next: {fix}\n"));
            }
        }
    }
    out
}

/// A Markdown document with one table row a check, and the next steps below it.
#[must_use]
pub fn markdown(verdict: &Verdict) -> String {
    let mut out = format!("# {}\n\n{}\n\n", escape(&verdict.url.to_string()), headline(verdict));
    out.push_str("| check | result | code | observed | expected |\n|---|---|---|---|---|\n");
    for check in &verdict.checks {
        let cells =
            [check.id.name(), mark(check.status).trim(), check.code.name(), &check.observed, &check.expected];
        let cells: Vec<_> = cells.into_iter().map(escape).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    let faults: Vec<_> = verdict.faults().collect();
    if !faults.is_empty() {
        out.push_str("\n## Next steps\n\n");
    }
    for check in faults {
        let fix = check.fix.as_deref().unwrap_or_default();
        out.push_str(&format!("- **{}**: {} {}\n", check.id, escape(check.code.meaning()), escape(fix)));
    }
    out
}

fn headline(verdict: &Verdict) -> String {
    let count = |status| verdict.checks.iter().filter(|check| check.status == status).count();
    let word = match verdict.verdict {
        Health::Healthy => "healthy",
        Health::Degraded => "degraded",
        Health::Broken => "broken",
    };
    let (pass, warn, fail, skip) =
        (count(Status::Pass), count(Status::Warn), count(Status::Fail), count(Status::Skip));
    format!("{word} ({pass} passed, {warn} warned, {fail} failed, {skip} skipped)")
}

fn mark(status: Status) -> &'static str {
    match status {
        Status::Pass => "pass",
        Status::Warn => "WARN",
        Status::Fail => "FAIL",
        Status::Skip => "skip",
    }
}

fn is_fault(check: &Check) -> bool {
    match check.status {
        Status::Warn | Status::Fail => true,
        Status::Pass | Status::Skip => false,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a server answered may not become a link, an image or a new row of the table.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        if matches!(c, '|' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '\\' | '!' | '#' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::check_id::CheckId;
    use crate::verdict::code::Code;

    fn sample(observed: &str) -> Verdict {
        let checks = vec![
            Check::new(CheckId::DnsA, Code::Ok, "192.0.2.10"),
            Check::new(CheckId::Websocket, Code::UpgradeLost, observed),
        ];
        Verdict::new("https://media.example.com".parse().expect("a site"), checks)
    }

    #[test]
    fn a_fault_comes_with_its_meaning_and_next_step() {
        let text = terminal(&sample("status 404"));
        assert!(
            text.starts_with("https://media.example.com: broken (1 passed, 0 warned, 1 failed, 0 skipped)")
        );
        assert!(text.contains("pass  dns.a                  192.0.2.10\n"));
        assert!(text.contains("FAIL  websocket              status 404\n"));
        assert!(text.contains("[upgrade_lost]\n"));
        assert!(text.contains(&format!("Next: {}\n", Code::UpgradeLost.next_step())));
    }

    #[test]
    fn what_a_server_says_stays_text_and_shows_no_token() {
        let hostile = "</td>|![x](http://evil.example)\u{1b}[2J\n# ApiKey=0123456789abcdef0123456789abcdef";
        for text in [terminal(&sample(hostile)), markdown(&sample(hostile))] {
            assert!(!text.contains("0123456789abcdef") && !text.contains('\u{1b}'), "{text}");
        }
        let rows = markdown(&sample(hostile));
        assert_eq!(rows.lines().filter(|line| line.starts_with('|')).count(), 4, "{rows}");
        assert!(rows.contains(r"\!\[x\](http://evil.example)"), "{rows}");
    }
}
