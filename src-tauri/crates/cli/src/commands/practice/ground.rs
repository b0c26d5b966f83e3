//! The machine that one practises on: a sandbox with a server that runs and a stand-in Jellyfin.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::Context;
use engine::facts::{Install, Wanted, collect};
use engine::plan::{RefusalView, not_installed};
use engine::proxies::ProxyKind;
use standin::{Options, Pace, Running, Standin, Version};
use system::host::LiveHost;
use system::sandbox::Sandbox;
use system::tool;
use tokio::runtime::Runtime;

use crate::Exit;
use crate::present;

/// Where the practice Jellyfin keeps its settings, inside the sandbox only, and apart from a real one's.
pub(in crate::commands) const JELLYFIN_CONFIG: &str = "/etc/jellyfin-practice";

/// Enters the sandbox with this same program and these arguments, and waits for its end; says why it cannot be had.
pub(in crate::commands) fn enter(
    layer: Option<&Path>,
    arguments: impl IntoIterator<Item = OsString>,
    input: Stdio,
) -> anyhow::Result<Exit> {
    let own = std::env::current_exe()?;
    let mut sandbox = Sandbox::new().keep(own.parent().context("this program has no folder")?);
    if let Some(layer) = layer {
        let layer = layer.canonicalize().with_context(|| format!("--layer {}", layer.display()))?;
        sandbox = sandbox.layer(layer);
    }
    if let Err(unavailable) = sandbox.availability() {
        let reason = &unavailable.reason;
        eprintln!(
            "Practice cannot be had here: {}\nNext: {}\n[{}]",
            reason.sentence(),
            reason.next_step(),
            reason.code()
        );
        return Ok(Exit::Refused);
    }
    // By its path, so that the helper is found beside it.
    let mut command: Command = sandbox.command(&own, arguments)?;
    let status = command.stdin(input).status()?;
    Ok(match status.code() {
        Some(0) => Exit::Done,
        Some(2) => Exit::Usage,
        Some(3) => Exit::Refused,
        Some(4) => Exit::Undone,
        Some(5) => Exit::FaultFound,
        Some(6) => Exit::Unfinished,
        _ => Exit::Failed,
    })
}

/// The servers on the ground.
pub(in crate::commands) struct Ground {
    pub(in crate::commands) install: Install,
    runtime: Runtime,
    jellyfin: Running,
}

impl Ground {
    /// Starts the wanted server, or the first that is found, and the stand-in Jellyfin; the inner `Err` is a machine
    /// without the server, which was said.
    pub(in crate::commands) fn prepare(proxy: Option<&str>) -> anyhow::Result<Result<Self, Exit>> {
        let facts = collect(&LiveHost::open()?, &Wanted::default());
        let wanted = proxy.map(str::parse::<ProxyKind>).transpose()?;
        let fits = |install: &Install| wanted.is_none_or(|wanted| wanted == install.proxy);
        let Some(install) = facts.installs.iter().find(|install| fits(install)) else {
            let refusal = RefusalView::from(&not_installed(&facts, wanted));
            eprint!("{}", present::refusal_text(&refusal));
            eprintln!("A server that is unpacked in a folder can be laid over this machine: --layer DIR");
            return Ok(Err(Exit::Refused));
        };
        let call = install.proxy.proxy().start(install);
        let started = tool::run(&call, Duration::from_secs(30))?;
        anyhow::ensure!(started.code == Some(0), "{call} failed: {}", started.stderr.trim());

        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        std::fs::create_dir_all(JELLYFIN_CONFIG)?;
        let mut options = Options::new(Version::V10_11_11, JELLYFIN_CONFIG);
        options.port = Some(8096);
        options.pace = Pace::observed();
        let jellyfin = runtime.block_on(Standin::start(options))?;
        Ok(Ok(Self { install: install.clone(), runtime, jellyfin }))
    }

    /// Stops the stand-in; the rest ends with the sandbox.
    pub(in crate::commands) fn leave(self) {
        self.runtime.block_on(self.jellyfin.stop());
    }
}
