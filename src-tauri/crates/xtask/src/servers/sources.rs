//! The machine's package sources, cut to those of its own release: the others may be slow, away, or offer a server of
//! their own. Another release is asked for where the machine gets its own.

/// Keeps the paragraphs of a `.sources` file whose suites belong to the machine's release, for the wanted one.
pub(super) fn paragraphs_of(machine: &str, wanted: &str, text: &str) -> String {
    let paragraph = |paragraph: &str| -> Option<String> {
        let line = paragraph.lines().find(|line| line.starts_with("Suites:"))?;
        let suites: Vec<&str> = line.split_whitespace().skip(1).collect();
        suites.iter().any(|suite| parts_of(machine, suite).is_some()).then_some(())?;
        let suites = suites.iter().map(|suite| renamed(machine, wanted, suite));
        let suites = suites.flat_map(|suite| [" ".to_owned(), suite]).collect::<String>();
        Some(paragraph.replace(line, &format!("Suites:{suites}")) + "\n\n")
    };
    text.split("\n\n").filter_map(paragraph).collect()
}

/// Keeps the lines of a `.list` file whose suite belongs to the machine's release, for the wanted one.
pub(super) fn lines_of(machine: &str, wanted: &str, text: &str) -> String {
    let line = |line: &str| -> Option<String> {
        let suite = suite(line)?;
        parts_of(machine, suite)?;
        Some(line.replacen(&format!(" {suite}"), &format!(" {}", renamed(machine, wanted, suite)), 1) + "\n")
    };
    text.lines().filter_map(line).collect()
}

/// The third word of `deb [options] address suite component…`.
fn suite(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("deb ")?.trim_start();
    let rest = if rest.starts_with('[') { rest.split_once(']')?.1 } else { rest };
    rest.split_whitespace().nth(1)
}

/// What comes after the release's name in `bookworm`, `bookworm-updates`, `bookworm/updates`.
fn parts_of<'a>(release: &str, suite: &'a str) -> Option<&'a str> {
    suite.strip_prefix(release).filter(|rest| rest.is_empty() || rest.starts_with(['-', '/']))
}

fn renamed(machine: &str, wanted: &str, suite: &str) -> String {
    parts_of(machine, suite).map_or_else(|| suite.to_owned(), |rest| format!("{wanted}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_release_is_kept() {
        let own = "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\n";
        let other = "Types: deb\nURIs: http://other.example\nSuites: stable\n";
        let kept = paragraphs_of("bookworm", "bookworm", &format!("{own}\n{other}"));
        assert_eq!(kept, format!("{own}\n"));
        let own = "deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian bookworm-security main";
        let list = format!("# mirror\n{own}\ndeb http://other.example cloud-bookworm main\n");
        assert_eq!(lines_of("bookworm", "bookworm", &list), format!("{own}\n"));
    }

    #[test]
    fn another_release_comes_from_the_same_mirror() {
        let own = "Types: deb\nURIs: http://mirror.example/bookworm\nSuites: bookworm bookworm-updates";
        let other = "Types: deb\nURIs: http://mirror.example/bookworm\nSuites: trixie trixie-updates\n\n";
        assert_eq!(paragraphs_of("bookworm", "trixie", own), other);
        let line = "deb http://mirror.example/bookworm bookworm/updates main\n";
        let other = "deb http://mirror.example/bookworm trixie/updates main\n";
        assert_eq!(lines_of("bookworm", "trixie", line), other);
    }
}
