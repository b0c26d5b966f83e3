//! What cannot be had is refused: with its code, a sentence and a next step, and with nothing changed.

use serde_json::Value;
use tests::{Ended, Lab};

/// Sees that a set-up was refused for that reason, and that it left nothing behind.
#[track_caller]
pub(crate) fn assert_refused(lab: &Lab, ended: Ended, code: &str) -> Value {
    let document = ended.expect(3).json();
    let reason = ["refusal", "error"].map(|field| &document[field]).into_iter().find(|it| it.is_object());
    let reason = reason.unwrap_or_else(|| panic!("no reason is given: {document:#}")).clone();
    assert_eq!(reason["code"], code, "{document:#}");
    for words in ["message", "next"] {
        assert!(reason[words].as_str().is_some_and(|words| words.len() > 8), "{document:#}");
    }
    assert_untouched(lab);
    reason
}

/// Sees that neither a file nor Jellyfin was touched.
#[track_caller]
pub(crate) fn assert_untouched(lab: &Lab) {
    lab.assert_as_before();
    assert_eq!(lab.jellyfin.restarts_asked(), 0, "Jellyfin was asked to restart");
}
