//! `jellyfin-standin`: a stand-in Jellyfin as a program.

mod arguments;

use std::process::ExitCode;

use arguments::Arguments;
use clap::Parser;
use standin::Standin;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn")))
        .with_writer(std::io::stderr)
        .init();
    let options = Arguments::parse().options()?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut running = Standin::start(options).await?;
    println!("{}", running.url());
    let failure = tokio::select! {
        failure = running.failure() => failure,
        _ = terminate.recv() => None,
        _ = interrupt.recv() => None,
    };
    match failure {
        Some(failure) => Err(failure.into()),
        None => Ok(ExitCode::SUCCESS),
    }
}
