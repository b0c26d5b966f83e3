//! The machine's package sources, cut to those of its own release: the others may be slow, away, or offer a server of
//! their own.

/// Keeps the paragraphs of a `.sources` file whose suites belong to the release.
pub(super) fn paragraphs_of(release: &str, text: &str) -> String {
    let belongs = |paragraph: &&str| {
        let suites = paragraph.lines().find_map(|line| line.strip_prefix("Suites:"));
        suites.is_some_and(|suites| suites.split_whitespace().any(|suite| is_of(release, suite)))
    };
    text.split("\n\n").filter(belongs).flat_map(|paragraph| [paragraph, "\n\n"]).collect()
}

/// Keeps the lines of a `.list` file whose suite belongs to the release.
pub(super) fn lines_of(release: &str, text: &str) -> String {
    let belongs = |line: &&str| suite(line).is_some_and(|suite| is_of(release, suite));
    text.lines().filter(belongs).flat_map(|line| [line, "\n"]).collect()
}

/// The third word of `deb [options] address suite component…`.
fn suite(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("deb ")?.trim_start();
    let rest = if rest.starts_with('[') { rest.split_once(']')?.1 } else { rest };
    rest.split_whitespace().nth(1)
}

/// `bookworm`, `bookworm-updates`, `bookworm/updates`.
fn is_of(release: &str, suite: &str) -> bool {
    suite.strip_prefix(release).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '/']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_release_is_kept() {
        let own = "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\n";
        let other = "Types: deb\nURIs: http://other.example\nSuites: stable\n";
        assert_eq!(paragraphs_of("bookworm", &format!("{own}\n{other}")), format!("{own}\n"));
        let own = "deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian bookworm-security main";
        let list = format!("# mirror\n{own}\ndeb http://other.example cloud-bookworm main\n");
        assert_eq!(lines_of("bookworm", &list), format!("{own}\n"));
    }
}
