use std::path::PathBuf;

use serde_json::Value;

/// What the product has written down about a change.
pub struct Journal {
    kinds: Vec<String>,
    log: String,
}

impl Journal {
    /// The change of that number, once it is written down.
    pub fn of_change(id: u32) -> Option<Self> {
        let folder = PathBuf::from(format!("/var/lib/jellyfin-proxy/changes/{id}"));
        let intent: Value = serde_json::from_slice(&std::fs::read(folder.join("intent.json")).ok()?).ok()?;
        let kind = |step: &Value| step["kind"].as_str().map(str::to_owned);
        let kinds = intent["steps"].as_array()?.iter().filter_map(kind).collect();
        Some(Self { kinds, log: std::fs::read_to_string(folder.join("log.jsonl")).unwrap_or_default() })
    }

    /// The kinds of its steps, in order.
    pub fn kinds(&self) -> &[String] {
        &self.kinds
    }

    /// Whether a step of that kind has begun.
    pub fn has_begun(&self, kind: &str) -> bool {
        let events = self.log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        events
            .filter(|event| event["event"] == "started")
            .filter_map(|event| usize::try_from(event["step"].as_u64()?).ok())
            .any(|step| self.kinds.get(step).is_some_and(|found| found == kind))
    }
}
