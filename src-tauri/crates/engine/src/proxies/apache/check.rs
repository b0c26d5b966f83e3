use crate::facts::ConfigCheck;
use crate::host::ToolAnswer;

/// What says nothing about a configuration: the good news, what `apache2ctl` adds to its end, and
/// that the machine has no name in DNS (as most at home), which no mistake in a file is.
const NOISE: [&str; 5] =
    ["Syntax OK", "Action '", "The Apache error log may have more information", "AH00557", "AH00558"];

/// Reads what `configtest` printed. It ends with 0 although, for example, a directive is ignored, so
/// its words count: whatever is not known to be noise is a warning.
pub(super) fn read_check(answer: &ToolAnswer) -> ConfigCheck {
    let said = answer.stderr.lines().chain(answer.stdout.lines()).map(without_clock);
    let words: Vec<String> = said
        .filter(|line| !line.is_empty() && !NOISE.iter().any(|noise| line.contains(noise)))
        .map(str::to_owned)
        .collect();
    if answer.code == Some(0) {
        return ConfigCheck::Passed { warnings: words };
    }
    let none = || vec!["Apache's check ended without a word".to_owned()];
    ConfigCheck::Failed { errors: if words.is_empty() { none() } else { words } }
}

/// The line without what differs from run to run
/// (`[Mon Nov 23 04:31:56.832288 2026] [core:warn] [pid 21913:tid 21913] AH00111: …`), so that the same
/// warning before and after a change is the same text.
fn without_clock(line: &str) -> &str {
    let line = line.trim();
    match line.find("] AH") {
        Some(at) if line.starts_with('[') => &line[at + 2..],
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(code: i32, stderr: &str) -> ConfigCheck {
        read_check(&ToolAnswer { code: Some(code), stdout: String::new(), stderr: stderr.to_owned() })
    }

    #[test]
    fn a_zero_alone_is_not_clean() {
        let noise = "AH00558: apache2: Could not reliably determine the server's fully qualified domain name\nSyntax OK\n";
        assert_eq!(read(0, noise), ConfigCheck::Passed { warnings: Vec::new() });
        let warned = format!(
            "[Mon Nov 23 04:31:56.832288 2026] [core:warn] [pid 1:tid 1] AH00111: Config variable ${{X}} is not defined\n{noise}"
        );
        assert_eq!(
            read(0, &warned),
            ConfigCheck::Passed { warnings: vec!["AH00111: Config variable ${X} is not defined".to_owned()] }
        );
    }

    #[test]
    fn a_refusal_is_told_in_the_servers_words() {
        let said = "AH00526: Syntax error on line 15 of /etc/apache2/sites-enabled/a.conf:\n\
            SSLCertificateFile: file '/etc/x.pem' does not exist or is empty\nAction '-t' failed.\n\
            The Apache error log may have more information.\n";
        assert_eq!(
            read(1, said),
            ConfigCheck::Failed {
                errors: vec![
                    "AH00526: Syntax error on line 15 of /etc/apache2/sites-enabled/a.conf:".to_owned(),
                    "SSLCertificateFile: file '/etc/x.pem' does not exist or is empty".to_owned(),
                ]
            }
        );
        assert_eq!(
            read(1, ""),
            ConfigCheck::Failed { errors: vec!["Apache's check ended without a word".to_owned()] }
        );
    }
}
