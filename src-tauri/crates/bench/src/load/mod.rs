//! Clients that ask as fast as they are answered, over a fixed number of connections.

mod connection;
mod tally;

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use fastrand::Rng;
use tokio::task::JoinSet;
use tokio::time::sleep;

pub(crate) use connection::Target;
use tally::Tally;

use crate::sample::Reading;
use crate::server::Server;
use crate::site::{SMALL, VIDEO, VIDEO_BYTES};
use crate::usage;

/// What clients do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Load {
    /// 16 connections, each asking for `/System/Info/Public` again and again.
    Requests,
    /// 8 connections, each downloading the video again and again.
    Streams,
    /// 4 connections, each asking for 1 to 4 MiB somewhere in the video: a player that is being skipped through.
    Seeks,
}

/// A request.
struct Ask {
    path: &'static str,
    /// First and last byte wanted.
    range: Option<(u64, u64)>,
}

impl Load {
    fn connections(self) -> u64 {
        match self {
            Self::Requests => 16,
            Self::Streams => 8,
            Self::Seeks => 4,
        }
    }

    fn ask(self, random: &mut Rng) -> Ask {
        match self {
            Self::Requests => Ask { path: SMALL, range: None },
            Self::Streams => Ask { path: VIDEO, range: None },
            Self::Seeks => {
                let length = random.u64(1 << 20..=4 << 20);
                let first = random.u64(0..VIDEO_BYTES - length);
                Ask { path: VIDEO, range: Some((first, first + length - 1)) }
            }
        }
    }
}

/// How long a load runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    /// Not counted: connections are made, processes started, caches filled.
    pub(crate) warm_up: Duration,
    /// Counted.
    pub(crate) window: Duration,
}

/// Puts a load on the target, and reads what was done and what it took from the server meanwhile. The clients go on
/// over both ends of the window, so that neither a slow start nor a slow end is part of it.
pub(crate) async fn measure(
    load: Load,
    target: &Target,
    server: Option<Server>,
    span: Span,
) -> Result<Reading> {
    let tally = Arc::new(Tally::default());
    let mut clients = JoinSet::new();
    for seed in 0..load.connections() {
        clients.spawn(client(load, target.clone(), Rng::with_seed(seed), Arc::clone(&tally)));
    }
    sleep(span.warm_up).await;
    let cpu = || server.map(usage::cpu_seconds).transpose();
    let (cpu_before, (requests_before, bytes_before), begin) = (cpu()?, tally.counts(), Instant::now());
    sleep(span.window).await;
    let (cpu_after, (requests_after, bytes_after), seconds) =
        (cpu()?, tally.counts(), begin.elapsed().as_secs_f64());
    clients.shutdown().await;
    if let Some(failure) = tally.failure() {
        bail!("{load:?}: {failure}");
    }
    Ok(Reading {
        seconds,
        requests: requests_after - requests_before,
        bytes: bytes_after - bytes_before,
        cpu_seconds: cpu_after.zip(cpu_before).map(|(after, before)| after - before),
    })
}

/// Asks once.
pub(crate) async fn answers(target: &Target) -> Result<()> {
    target.connect().await?.ask(&Ask { path: SMALL, range: None }, &Tally::default()).await
}

async fn client(load: Load, target: Target, mut random: Rng, tally: Arc<Tally>) {
    if let Err(error) = ask_on(load, &target, &mut random, &tally).await {
        tally.fail(&error);
    }
}

/// Asks until it is called off.
async fn ask_on(load: Load, target: &Target, random: &mut Rng, tally: &Tally) -> Result<()> {
    loop {
        let mut connection = target.connect().await?;
        while connection.is_open().await {
            connection.ask(&load.ask(random), tally).await?;
        }
    }
}
