use super::line::is_blank;

/// The words of a text: what a directive's arguments are for most of the server's directives.
pub(in crate::proxies::apache) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start_matches(is_blank);
    while !rest.is_empty() {
        let (word, after) = first_word(rest);
        words.push(word);
        rest = after;
    }
    words
}

/// The first word of a text without blanks before it, unquoted, and what comes after it.
///
/// A quotation mark counts at the beginning of a word only, a backslash before another one or before
/// the mark that is open. A mark that nobody closes takes the rest of the line.
pub(in crate::proxies::apache) fn first_word(text: &str) -> (String, &str) {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let inside = &text[quote.map_or(0, char::len_utf8)..];
    let mut word = String::new();
    let mut chars = inside.char_indices().peekable();
    let mut end = inside.len();
    while let Some((at, c)) = chars.next() {
        let is_end = quote.map_or_else(|| is_blank(c), |quote| c == quote);
        if is_end {
            end = at + if quote.is_some() { c.len_utf8() } else { 0 };
            break;
        }
        match chars.peek() {
            Some(&(_, next)) if c == '\\' && (next == '\\' || Some(next) == quote) => {
                word.push(next);
                chars.next();
            }
            _ => word.push(c),
        }
    }
    (word, inside[end..].trim_start_matches(is_blank))
}
