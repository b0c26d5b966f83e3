//! Jellyfin's place, taken by the stand-in, in a process of its own.

use std::fs;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use standin::{Options, Standin, Version};

use crate::site::{JELLYFIN, VIDEO_BYTES};

const CONFIG: &str = "/etc/jellyfin";
const WEB: &str = "/tmp/jellyfin-web";
const PATIENCE: Duration = Duration::from_secs(20);

/// The subcommand of this program that is the upstream.
pub(crate) const SUBCOMMAND: &str = "upstream";

/// Starts it as a process of its own and waits until it listens. It ends with the sandbox.
pub(crate) fn start() -> Result<Child> {
    fs::create_dir_all(CONFIG).context(CONFIG)?;
    fs::create_dir_all(WEB).context(WEB)?;
    // The first text's health check of HAProxy asks for a page that today's web client has no longer;
    // without it, every request would be answered with 503 and there would be nothing to measure.
    for page in ["index.html", "login.html"] {
        fs::write(Path::new(WEB).join(page), "<!doctype html><title>Jellyfin</title>").context(page)?;
    }
    let mut upstream = Command::new("/proc/self/exe");
    upstream.arg(SUBCOMMAND).stdin(Stdio::null()).stdout(Stdio::null());
    let upstream = upstream.spawn().context("the upstream")?;
    let begin = Instant::now();
    while TcpStream::connect(JELLYFIN).is_err() {
        if begin.elapsed() > PATIENCE {
            bail!("the upstream does not listen on {JELLYFIN}");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(upstream)
}

/// Serves until it is killed.
pub(crate) fn serve() -> Result<()> {
    let mut options = Options::new(Version::V10_11_11, CONFIG);
    options.web = Some(WEB.into());
    options.port = Some(JELLYFIN.port());
    options.media_size = VIDEO_BYTES;
    options.seen_capacity = 0;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let failure = runtime.block_on(async {
        let mut running = Standin::start(options).await?;
        anyhow::Ok(running.failure().await)
    })?;
    match failure {
        Some(failure) => Err(failure.into()),
        None => Ok(()),
    }
}
