use std::io::{IsTerminal, Write};

/// Asks the person at the terminal.
///
/// # Errors
/// When there is nobody: a script says `--yes`.
pub(crate) fn confirmed(question: &str) -> anyhow::Result<bool> {
    anyhow::ensure!(
        std::io::stdin().is_terminal(),
        "nobody is there to be asked; add --yes to agree beforehand"
    );
    eprint!("{question} [y/N] ");
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
