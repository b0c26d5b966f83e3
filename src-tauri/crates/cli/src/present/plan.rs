use engine::plan::{PlanView, RefusalView, Severity};

/// A plan as plain sentences, then as diffs.
pub(crate) fn plan_text(view: &PlanView) -> String {
    if let Some(refusal) = &view.refusal {
        return refusal_text(refusal);
    }
    let mut text = String::new();
    let url = view.url.as_deref().unwrap_or_default();
    if view.steps.is_empty() {
        text.push_str(&format!("{url} is set up already: nothing to change.\n"));
    } else {
        let upstream = view.upstream.as_deref().unwrap_or_default();
        text.push_str(&format!("{url} will lead to Jellyfin at {upstream}. What will be done:\n\n"));
    }
    for (index, step) in view.steps.iter().enumerate() {
        text.push_str(&format!("{:>3}. {}\n", index + 1, step.summary));
    }
    for finding in &view.findings {
        let mark = match finding.severity {
            Severity::Note => "note",
            Severity::Warning => "mind",
        };
        text.push_str(&format!("\n{mark}: {}\n", finding.message));
        if let Some(next) = &finding.next {
            text.push_str(&format!("      {next}\n"));
        }
    }
    for diff in view.steps.iter().filter_map(|step| step.diff.as_ref()) {
        text.push_str(&format!("\n{diff}"));
    }
    text
}

/// A refusal: what is in the way, and what to do about it.
pub(crate) fn refusal_text(refusal: &RefusalView) -> String {
    let next = if refusal.ways.len() > 1 {
        let ways: String = refusal.ways.iter().map(|way| format!("\n- {way}")).collect();
        format!("Any one of these helps:{ways}")
    } else {
        format!("Next: {}", refusal.next)
    };
    format!("Not done: {}\n{next}\n[{}]\n", refusal.message, refusal.code)
}
