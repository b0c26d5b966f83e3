use similar::TextDiff;

/// A unified diff with three lines of context, for a person to read.
///
/// `None` for `before` is a file that is not there yet. Bytes that are not UTF-8 are shown as `�`:
/// the diff is read, never applied.
pub fn unified_diff(path: &str, before: Option<&[u8]>, after: Option<&[u8]>) -> String {
    let text = |bytes: Option<&[u8]>| String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned();
    let name =
        |side: &str, present: bool| if present { format!("{side}{path}") } else { "/dev/null".to_owned() };
    let (old, new) = (text(before), text(after));
    TextDiff::from_lines(&old, &new)
        .unified_diff()
        .context_radius(3)
        .header(&name("a", before.is_some()), &name("b", after.is_some()))
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_comes_from_nothing() {
        assert_eq!(unified_diff("/x", None, Some(b"a\n")), "--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n");
    }
}
