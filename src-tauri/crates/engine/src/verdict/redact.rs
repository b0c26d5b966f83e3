//! Secrets and control characters taken out of what is recorded or shown.

/// The query parameters and fields that carry a token in Jellyfin's and its clients' addresses.
const NAMES: [&str; 5] = ["api_key", "apikey", "access_token", "token", "x-emby-token"];

/// What stands in the place of a secret.
const MASK: &str = "<removed>";

/// A text whose tokens are replaced by `<removed>` and whose control characters are dropped: what a
/// hostile server answers must not move the reader's cursor either.
#[must_use]
pub fn redact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, value, after)) = next_value(rest) {
        out.push_str(before);
        out.push_str(if is_secret(value) { MASK } else { value });
        rest = after;
    }
    out.push_str(rest);
    out.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}

/// How many tokens the text shows in the clear.
#[must_use]
pub fn secrets_in(text: &str) -> usize {
    let mut found = 0;
    let mut rest = text;
    while let Some((_, value, after)) = next_value(rest) {
        found += usize::from(is_secret(value));
        rest = after;
    }
    found
}

/// Splits at the first value of a token's name: what stands before it, the value, what follows.
fn next_value(text: &str) -> Option<(&str, &str, &str)> {
    let lower = text.to_ascii_lowercase();
    let start = NAMES.iter().flat_map(|name| value_starts(&lower, name)).min()?;
    let value = &text[start..];
    let end = value.find(|c: char| !is_value_char(c)).unwrap_or(value.len());
    Some((&text[..start], &value[..end], &value[end..]))
}

/// Where values of `name` begin: after `name=`, `name="` or `name: `, the name not being the end of a
/// longer word.
fn value_starts<'a>(lower: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    lower.match_indices(name).filter_map(move |(at, _)| {
        let after = at + name.len();
        let begins = !lower[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let separator = lower[after..].find(|c: char| !matches!(c, '=' | ':' | '"' | ' ' | '\''))?;
        let separated = lower[after..after + separator].contains(['=', ':']);
        (begins && separated).then_some(after + separator)
    })
}

fn is_value_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '%' | '+' | '/' | '*' | '~')
}

/// Short values and rows of stars or `x` are what a censored log shows.
fn is_secret(value: &str) -> bool {
    value.len() >= 8 && value.chars().any(|c| !matches!(c, '*' | 'x' | 'X' | '-' | '_' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_removed_and_the_rest_is_kept() {
        let token = "e76fcaf7e3e14682b42ac08ea049f937";
        for (text, left) in [
            (
                format!("GET /socket?api_key={token}&deviceId=d1 101"),
                "GET /socket?api_key=<removed>&deviceId=d1 101",
            ),
            (format!("/x?deviceId=1&ApiKey={token}"), "/x?deviceId=1&ApiKey=<removed>"),
            (
                format!("MediaBrowser Client=\"w\", Token=\"{token}\""),
                "MediaBrowser Client=\"w\", Token=\"<removed>\"",
            ),
            (format!("X-Emby-Token: {token}"), "X-Emby-Token: <removed>"),
            (format!("a?ApiKey={token} b?api_key={token}"), "a?ApiKey=<removed> b?api_key=<removed>"),
            ("/x?api_key=***&tokenizer=whitespacewords".into(), "/x?api_key=***&tokenizer=whitespacewords"),
            ("no token here, /web/index.html".into(), "no token here, /web/index.html"),
            ("red\u{1b}[31m\r\n".into(), "red[31m\n"),
        ] {
            assert_eq!(redact(&text), left);
        }
    }

    #[test]
    fn only_tokens_in_the_clear_count() {
        for (text, count) in [
            ("GET /a?ApiKey=0123456789abcdef&api_key=0123456789abcdef", 2),
            ("GET /a?ApiKey=*****************", 0),
            ("GET /a?api_key=<removed>", 0),
            ("GET /a?api_key=", 0),
            ("GET /tokens/0123456789abcdef", 0),
        ] {
            assert_eq!(secrets_in(text), count, "{text}");
        }
    }
}
