use std::time::Duration;

use engine::facts::{Install, Wanted, collect};
use engine::plan::{RefusalView, not_installed};
use engine::proxies::ProxyKind;
use standin::{Options, Pace, Running, Standin, Version};
use system::host::LiveHost;
use system::tool;
use tokio::runtime::Runtime;

use super::JELLYFIN_CONFIG;

/// The servers that one practises on, inside the sandbox.
pub struct Ground {
    install: Install,
    runtime: Runtime,
    jellyfin: Running,
}

impl Ground {
    /// Starts the wanted server, or the first that is found, and the stand-in Jellyfin; the inner `Err` is a machine
    /// without the server.
    ///
    /// # Errors
    /// When one of them does not start.
    pub fn prepare(proxy: Option<ProxyKind>) -> anyhow::Result<Result<Self, RefusalView>> {
        let facts = collect(&LiveHost::open()?, &Wanted::default());
        let fits = |install: &Install| proxy.is_none_or(|wanted| wanted == install.proxy);
        let Some(install) = facts.installs.iter().find(|install| fits(install)) else {
            return Ok(Err(RefusalView::from(&not_installed(&facts, proxy))));
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

    /// The server that was started.
    #[must_use]
    pub fn install(&self) -> &Install {
        &self.install
    }

    /// Stops the stand-in; the rest ends with the sandbox.
    pub fn leave(self) {
        self.runtime.block_on(self.jellyfin.stop());
    }
}
