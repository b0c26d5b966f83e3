//! Programs that end: the servers' own tools, and a server's start.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use engine::host::ToolCall;

const DEADLINE: Duration = Duration::from_secs(60);

/// Runs a program with its arguments, which must succeed, and answers with all it said.
pub(crate) fn run(words: &[&str]) -> Result<String> {
    let (program, arguments) = words.split_first().context("a program to run")?;
    let call = ToolCall::new(&program.parse().with_context(|| (*program).to_owned())?, arguments);
    let answer = system::tool::run(&call, DEADLINE)?;
    if answer.code != Some(0) {
        bail!("{call} ended with {:?}: {}{}", answer.code, answer.stdout, answer.stderr);
    }
    Ok(answer.stdout + &answer.stderr)
}
