//! A private machine inside this one: practice runs, rehearsals and tests on real servers happen here.
//!
//! A program in the sandbox sees the machine's own files, with layers (folders that hold `etc/`, `usr/` and
//! `var/`) laid over them. What it writes goes to memory and is gone when it ends. It has a network of its own
//! whose only interface is `lo`, so ports 80 and 443 are free whatever the machine serves; its own processes, all
//! of which end with the program; and an empty `/run`, `/tmp` and `/dev/shm`, so that neither systemd nor D-Bus
//! nor any other service of the machine is within reach.
//!
//! | as | `/etc` | `/var` | `/usr` | `/home /opt /root /srv` | the rest |
//! |---|---|---|---|---|---|
//! | root | writable shadow | writable shadow | writable shadow | writable shadow | read-only |
//! | a plain user | writable copy of what he may read | shadow; `/var/log` without its files | read-only | read-only | read-only |
//!
//! A plain user is root inside, with one user id. Servers drop root with `setuid`, `setgroups` and `chown`;
//! these answer success there and do nothing. The sandbox keeps honest programs from changing the machine; it is
//! not a prison for hostile ones that run as root.
//!
//! `cargo run -p system --example sandbox -- --layer DIR bash` looks around in one.
//!
//! Everything is set up by re-executing a binary, never by forking a process that has threads. A program which
//! uses [`Sandbox`] calls [`stage`] first thing in `main`; so does a test with `harness = false`:
//!
//! ```no_run
//! use system::sandbox::{self, Sandbox};
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     sandbox::stage();
//!     let shared = tempfile::tempdir()?;
//!     let status = Sandbox::new()
//!         .layer("target/servers/bookworm/root")
//!         .keep(shared.path())
//!         .command("nginx", ["-t"])?
//!         .status()?;
//!     assert!(status.success());
//!     Ok(())
//! }
//! ```

mod accounts;
mod availability;
mod borrowed;
mod error;
mod init;
mod kept;
mod loopback;
mod machine;
mod mountinfo;
mod order;
mod outer;
mod overlay;
mod privileges;
mod root;
mod shadow;
mod tree;

use std::ffi::OsStr;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

pub use availability::{Kind, Reason, Unavailable};
pub use error::{SandboxError, SetupError, SetupStep};
use order::{Order, Stage};

/// Exit code of a sandbox that could not be set up; the sentence about it is on stderr. Otherwise the code is the
/// program's own, or 128 plus the number of the signal that ended it.
pub const SETUP_FAILED: i32 = 125;

/// The running program, whatever its path is and even if its file was replaced since.
const THIS_PROGRAM: &str = "/proc/self/exe";

/// What a sandbox shows and keeps, to be entered any number of times. Each entry starts from the machine as it is.
#[derive(Debug, Clone, Default)]
pub struct Sandbox {
    root: Option<PathBuf>,
    layers: Vec<PathBuf>,
    keep: Vec<PathBuf>,
    addresses: Vec<IpAddr>,
}

impl Sandbox {
    /// The machine as it is, with nothing laid over it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Another machine's root in the place of this one's, whole and with its own accounts, as somebody sees it who
    /// starts that machine. What is written there goes to memory too. It is for root, and no layers are laid over it.
    #[must_use]
    pub fn of_root(folder: impl Into<PathBuf>) -> Self {
        Self { root: Some(folder.into()), ..Self::default() }
    }

    /// Lays a folder over the machine: its `etc/x` appears as `/etc/x`. Of two layers the first one wins.
    /// Accounts in a layer's `etc/passwd` and `etc/group` are added to the machine's, they do not replace them.
    #[must_use]
    pub fn layer(mut self, folder: impl Into<PathBuf>) -> Self {
        self.layers.push(folder.into());
        self
    }

    /// Keeps a folder of the machine visible and writable at its own path: the way to pass files in and out.
    #[must_use]
    pub fn keep(mut self, folder: impl Into<PathBuf>) -> Self {
        self.keep.push(folder.into());
        self
    }

    /// Gives `lo` one more address, so that a client or a server inside can have it.
    #[must_use]
    pub fn address(mut self, address: IpAddr) -> Self {
        self.addresses.push(address);
        self
    }

    /// A program to run inside, found by the `PATH` and the files in there. Input, output, folder and environment
    /// are the caller's to set, as with any command. Killing the child, or the end of this process, ends everything
    /// that runs inside.
    ///
    /// # Errors
    /// A layer or kept folder is missing, is no folder, cannot be read, or has no name in UTF-8.
    pub fn command<A: AsRef<OsStr>>(
        &self,
        program: impl AsRef<OsStr>,
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<Command, SandboxError> {
        let mut command = self.stage_command(false)?;
        command.arg(program).args(arguments);
        Ok(command)
    }

    /// This very program, run inside with other arguments: the way to run code of its own in there.
    ///
    /// # Errors
    /// As [`Sandbox::command`].
    pub fn enter<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<Command, SandboxError> {
        self.command(THIS_PROGRAM, arguments)
    }

    /// Finds out, by setting it up and leaving again, whether this sandbox can be had here.
    ///
    /// # Errors
    /// Why not, with the next step.
    pub fn availability(&self) -> Result<Kind, Unavailable> {
        availability::find_out(self.stage_command(true))
    }

    fn stage_command(&self, rehearse_only: bool) -> Result<Command, SandboxError> {
        let order = Order {
            stage: Stage::Outer { caller: rustix::process::getpid().as_raw_nonzero().get() },
            root: self.root.as_ref().map(|root| folder(root)).transpose()?,
            layers: self.layers.iter().map(|layer| layer_folder(layer)).collect::<Result<_, _>>()?,
            keep: self.keep.iter().map(|kept| folder(kept)).collect::<Result<_, _>>()?,
            addresses: self.addresses.clone(),
            rehearse_only,
        };
        let mut command = Command::new(THIS_PROGRAM);
        command.env(order::VARIABLE, order.to_text()?);
        Ok(command)
    }
}

/// Performs the sandbox stage that this process was started for, and ends it; returns at once in a process that is
/// none. It must come before the first thread is started.
pub fn stage() {
    let Some(order) = Order::from_environment() else { return };
    let outcome = order.and_then(|order| match order.stage {
        Stage::Outer { caller } => outer::run(order, caller),
        Stage::Init { kind, lifeline } => init::run(&order, kind, lifeline),
    });
    std::process::exit(outcome.unwrap_or_else(|error| {
        eprintln!("The sandbox could not be set up: {error}");
        SETUP_FAILED
    }));
}

fn layer_folder(path: &Path) -> Result<PathBuf, SandboxError> {
    let layer = folder(path)?;
    if ["etc", "usr", "var"].iter().any(|part| layer.join(part).is_dir()) {
        Ok(layer)
    } else {
        Err(SandboxError::EmptyLayer { path: layer })
    }
}

fn folder(path: &Path) -> Result<PathBuf, SandboxError> {
    let unusable = |source| SandboxError::Folder { path: path.to_owned(), source };
    let folder = path.canonicalize().map_err(unusable)?;
    std::fs::read_dir(&folder).map_err(unusable)?;
    Ok(folder)
}
