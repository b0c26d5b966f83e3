use std::time::{Duration, Instant};

use engine::facts::{ConfigCheck, Install, Wanted, collect};
use engine::host::ToolCall;
use engine::proxies::ProxyKind;
use system::host::LiveHost;
use system::tool;

/// One of the real servers in the sandbox, as a fresh Debian has it.
pub struct Server {
    /// What the engine found of it.
    pub install: Install,
}

impl Server {
    /// The server by its word; it does not run yet.
    ///
    /// # Panics
    /// When the engine does not find it.
    pub fn of(proxy: &str) -> Self {
        let kind: ProxyKind = proxy.parse().expect("a proxy of the registry");
        let host = LiveHost::open().expect("a machine");
        let facts = collect(&host, &Wanted::default());
        let install = facts.installs.into_iter().find(|install| install.proxy == kind);
        Self { install: install.unwrap_or_else(|| panic!("{proxy} is not found in the sandbox")) }
    }

    /// Starts it as its package's service would.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(&self) {
        run(&self.install.proxy.proxy().start(&self.install));
    }

    /// Stops every process of it, and waits until all are gone.
    ///
    /// # Panics
    /// When they do not go.
    pub fn stop(&self) {
        let name = self.install.binary.file_name();
        run(&ToolCall::new(&"/usr/bin/pkill".parse().expect("a plain path"), &["-x", name]));
        let begin = Instant::now();
        while self.is_running() {
            assert!(begin.elapsed() < Duration::from_secs(20), "{name} does not stop");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// What the real server says of its configuration as it is now.
    ///
    /// # Panics
    /// When it is not there any more.
    pub fn config_check(&self) -> ConfigCheck {
        let host = LiveHost::open().expect("a machine");
        let facts = collect(&host, &Wanted { check_configs: true, ..Wanted::default() });
        let install = facts.installs.into_iter().find(|install| install.proxy == self.install.proxy);
        install.expect("it was found before").config_check
    }

    /// Whether a process of it runs.
    ///
    /// # Panics
    /// When processes cannot be listed.
    pub fn is_running(&self) -> bool {
        use engine::host::Host;
        let processes = LiveHost::open().and_then(|host| host.processes()).expect("/proc");
        processes.iter().any(|process| process.name == self.install.binary.file_name())
    }
}

fn run(call: &ToolCall) {
    let answer = tool::run(call, Duration::from_secs(30)).unwrap_or_else(|error| panic!("{call}: {error}"));
    assert_eq!(answer.code, Some(0), "{call}: {answer:?}");
}
