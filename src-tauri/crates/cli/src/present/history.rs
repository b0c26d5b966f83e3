use helper::journal::{Receipt, ReceiptState};
use serde::Serialize;

/// What `history` prints, latest first.
#[derive(Debug, Serialize)]
pub(crate) struct HistoryDocument {
    schema: u32,
    changes: Vec<Receipt>,
}

impl HistoryDocument {
    /// The document for the receipts, which come oldest first.
    pub(crate) fn of(mut receipts: Vec<Receipt>) -> Self {
        receipts.reverse();
        Self { schema: 1, changes: receipts }
    }

    /// The same for people.
    pub(crate) fn text(&self) -> String {
        if self.changes.is_empty() {
            return "Nothing was changed on this machine yet.\n".to_owned();
        }
        let line = |receipt: &Receipt| {
            let state = match receipt.state {
                ReceiptState::Active => "in effect",
                ReceiptState::Undone => "undone",
                ReceiptState::Interrupted => "INTERRUPTED: run `jellyfin-proxy recover`",
            };
            format!("{}  {}  {} on {}: {state}\n", receipt.id, receipt.when, receipt.url, receipt.proxy)
        };
        self.changes.iter().map(line).collect()
    }
}
