//! The command line.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use clap::{Parser, ValueEnum};
use standin::{Observer, Options, Pace, State, Version};

const STREAMS: &str = "Every id is a video: /Videos/ID/stream?static=true has ranges, and with \
                       &trickle=16000&chunk=2000 it is a stream of 16,000 bytes a second in chunks of 2,000, each \
                       beginning with the time it was sent at.";

/// A stand-in Jellyfin: answers as real servers were seen to answer.
#[derive(Debug, Parser)]
#[command(name = "jellyfin-standin", after_help = STREAMS)]
pub(crate) struct Arguments {
    /// Listen on this port, whatever network.xml says; 0 takes a free one. The address is printed.
    #[arg(long)]
    port: Option<u16>,
    /// Listen on this address, whatever network.xml says; may be given several times.
    #[arg(long = "bind", value_name = "ADDRESS")]
    bind: Vec<IpAddr>,
    /// The folder with network.xml, read at start and at each restart; without the file defaults apply.
    #[arg(long, value_name = "DIR")]
    config: PathBuf,
    /// The folder of the web client; without it one built-in page is served.
    #[arg(long, value_name = "DIR")]
    web: Option<PathBuf>,
    /// The version to stand in for.
    #[arg(long, value_name = "V", id = "jellyfin_version", default_value_t = Version::V10_11_11)]
    version: Version,
    /// The state to start in.
    #[arg(long, value_enum, default_value_t = Start::Ready)]
    state: Start,
    /// How long a state that passes lasts, in seconds; without it, it stays.
    #[arg(long, value_name = "SECONDS")]
    settle: Option<f64>,
    /// An administrator's token.
    #[arg(long)]
    token: Option<String>,
    /// The id the server gives itself, 32 hexadecimal digits; without it one is made up.
    #[arg(long)]
    id: Option<String>,
    /// How many bytes each video has.
    #[arg(long, value_name = "BYTES", default_value_t = 2_724_450)]
    media_size: u64,
    /// Write each request to this file, as one JSON object a line.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Start {
    Ready,
    NotSetUp,
    Starting,
    Loading,
    Migrating,
}

impl Arguments {
    /// What they ask the library for.
    pub(crate) fn options(self) -> anyhow::Result<Options> {
        let settle = self.settle.map(Duration::try_from_secs_f64).transpose();
        Ok(Options {
            web: self.web,
            port: self.port,
            bind: self.bind,
            state: match self.state {
                Start::Ready => State::Ready,
                Start::NotSetUp => State::NotSetUp,
                Start::Starting => State::Starting,
                Start::Loading => State::Loading,
                Start::Migrating => State::Migrating,
            },
            settle: settle.context("--settle takes a number of seconds, such as 2.5")?,
            token: self.token,
            server_id: self.id,
            media_size: self.media_size,
            pace: Pace::observed(),
            seen_capacity: 0,
            observer: self.log.as_deref().map(observer).transpose()?,
            ..Options::new(self.version, self.config)
        })
    }
}

/// Appends each request to the file.
fn observer(path: &Path) -> anyhow::Result<Observer> {
    let file = OpenOptions::new().create(true).append(true).open(path);
    let file = Mutex::new(file.with_context(|| format!("cannot write {}", path.display()))?);
    Ok(Arc::new(move |seen| {
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        let line = serde_json::to_string(seen).map_err(std::io::Error::from);
        if let Err(error) = line.and_then(|line| writeln!(file, "{line}")) {
            tracing::warn!(%error, "cannot write the log of requests");
        }
    }))
}
