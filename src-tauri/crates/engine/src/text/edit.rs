use std::ops::Range;

/// A replacement of a span of a file's bytes; an empty span inserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Which bytes go.
    pub span: Range<usize>,
    /// What comes in their place.
    pub text: Vec<u8>,
}

/// The bytes with every edit made and all others as they were.
///
/// # Panics
/// When spans overlap or lie outside: edits come from spans of this very file, so that is a bug.
pub fn apply_edits(original: &[u8], mut edits: Vec<Edit>) -> Vec<u8> {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut result = Vec::with_capacity(original.len());
    let mut copied = 0;
    for edit in edits {
        assert!(copied <= edit.span.start, "edits overlap at byte {}", edit.span.start);
        result.extend_from_slice(&original[copied..edit.span.start]);
        result.extend_from_slice(&edit.text);
        copied = edit.span.end;
    }
    result.extend_from_slice(&original[copied..]);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_bytes_stay() {
        let edits = vec![
            Edit { span: 4..5, text: b"X".to_vec() },
            Edit { span: 0..0, text: b">".to_vec() },
            Edit { span: 6..6, text: b"<".to_vec() },
        ];
        assert_eq!(apply_edits(b"ab\xffcde", edits), b">ab\xffcXe<");
    }
}
