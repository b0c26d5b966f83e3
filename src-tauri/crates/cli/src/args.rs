//! The command line, a contract: names only grow.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Puts a Jellyfin server behind the Apache, nginx or HAProxy already on the machine.
///
/// Exit codes: 0 done and healthy, 1 something failed, 2 usage, 3 refused (you can mend it), 4 applied,
/// found unhealthy and undone, 5 `check` found a fault, 6 an earlier change is unfinished (run `recover`).
#[derive(Debug, Parser)]
#[command(name = "jellyfin-proxy", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the proxies, ports, certificates and Jellyfin servers found on this machine
    Detect(DetectArgs),
    /// Show what a set-up would change, and change nothing
    Plan(PlanArgs),
    /// Set the proxy up: plan, apply, check; undone if the check fails
    Setup(SetupCommandArgs),
    /// Check a site from end to end
    Check(CheckArgs),
    /// Take a change back
    Undo(UndoArgs),
    /// Show what was changed on this machine, latest first
    History(HistoryArgs),
    /// Finish or undo a change that was interrupted
    Recover(RecoverArgs),
    /// Do the whole job in a sandbox where nothing real is touched
    Practice(PracticeArgs),
    /// Offer the wizard to a browser on this machine, for servers without a desktop
    Serve(ServeArgs),
}

/// Arguments of `detect`.
#[derive(Debug, Args)]
pub struct DetectArgs {
    /// Print a JSON document
    #[arg(long)]
    pub json: bool,
    /// Look at this folder as if it were /, and run no program of it
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The proxy's version, where --root has no package database to tell it
    #[arg(long, value_name = "V", requires = "root")]
    pub proxy_version: Option<String>,
}

/// Arguments of `plan`.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// What is wanted.
    #[command(flatten)]
    pub setup: SetupArgs,
    /// Print a JSON document
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `setup`.
#[derive(Debug, Args)]
pub struct SetupCommandArgs {
    /// What is wanted.
    #[command(flatten)]
    pub setup: SetupArgs,
    /// Do not ask
    #[arg(long, short)]
    pub yes: bool,
    /// Print a JSON document
    #[arg(long)]
    pub json: bool,
}

/// What is wanted.
#[derive(Debug, Clone, Args)]
pub struct SetupArgs {
    /// The proxy to use: nginx, apache or haproxy [default: the one that runs]
    #[arg(long, value_name = "PROXY")]
    pub proxy: Option<String>,
    /// The name visitors type
    #[arg(long, value_name = "NAME")]
    pub domain: String,
    /// Where Jellyfin listens [default: the one found on this machine, else http://127.0.0.1:8096]
    #[arg(long, value_name = "URL")]
    pub upstream: Option<String>,
    /// Jellyfin's base URL [default: what Jellyfin has]
    #[arg(long, value_name = "/PATH")]
    pub base_path: Option<String>,
    /// Where the certificate comes from.
    #[command(flatten)]
    pub certificate: CertificateArgs,
    /// The port for plain HTTP [default: 80]
    #[arg(long, value_name = "N")]
    pub http_port: Option<u16>,
    /// The port for HTTPS [default: 443]
    #[arg(long, value_name = "N")]
    pub https_port: Option<u16>,
    /// Let Jellyfin serve this many requests at a time, and queue the others
    #[arg(long, value_name = "N")]
    pub max_connections: Option<u32>,
    /// Tell browsers to come by HTTPS only, for two years
    #[arg(long)]
    pub hsts: bool,
    /// Whether Jellyfin is told about its proxy (it restarts for that)
    #[arg(long, value_enum, default_value_t)]
    pub known_proxies: KnownProxiesArg,
    /// Whether the site's ports are opened in a firewall that keeps them closed (ufw, firewalld)
    #[arg(long, value_enum, default_value_t)]
    pub firewall: FirewallArg,
    /// Jellyfin's configuration folder, the one with network.xml
    #[arg(long, value_name = "DIR")]
    pub jellyfin_config: Option<PathBuf>,
    /// Read and write this folder as if it were /: no program is run, nothing is checked or reloaded
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The proxy's version, where --root has no package database to tell it
    #[arg(long, value_name = "V", requires = "root")]
    pub proxy_version: Option<String>,
}

/// Where the certificate comes from: one of four, or the site that is taken over.
#[derive(Debug, Clone, Default, Args)]
#[group(required = true, multiple = true)]
pub struct CertificateArgs {
    /// The certificate with its chain, in PEM form
    #[arg(long, value_name = "FULLCHAIN", requires = "key", conflicts_with_all = ["pem", "local_ca", "no_tls"])]
    pub cert: Option<PathBuf>,
    /// Its private key, in PEM form
    #[arg(long, value_name = "KEY", requires = "cert")]
    pub key: Option<PathBuf>,
    /// Certificate, chain and key in one file
    #[arg(long, value_name = "COMBINED", conflicts_with_all = ["local_ca", "no_tls"])]
    pub pem: Option<PathBuf>,
    /// Make a certificate here, signed by this machine's own authority
    #[arg(long, conflicts_with = "no_tls")]
    pub local_ca: bool,
    /// No certificate: HTTP only
    #[arg(long)]
    pub no_tls: bool,
    /// Take the place of a site for Jellyfin of this name that was written by hand, with its certificate
    /// (unless another one is given) and its extra settings; undo brings it back
    #[arg(long)]
    pub adopt: bool,
}

/// Whether Jellyfin is told about its proxy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum KnownProxiesArg {
    /// Add the proxy's address to Jellyfin's known proxies
    #[default]
    Set,
    /// Leave Jellyfin as it is
    Leave,
}

/// Whether the firewall is opened for visitors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum FirewallArg {
    /// Open the site's ports where they are closed
    #[default]
    Open,
    /// Leave the firewall as it is
    Leave,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The address visitors type
    pub url: String,
    /// Dial this address instead of what the name resolves to
    #[arg(long, value_name = "IP:PORT")]
    pub connect: Option<SocketAddr>,
    /// Where Jellyfin itself listens, for the checks that compare
    #[arg(long, value_name = "URL")]
    pub upstream: Option<String>,
    /// Trust the authorities in this PEM file
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// The plain HTTP port that leads to the site [default: 80 for a site on 443]
    #[arg(long, value_name = "N")]
    pub http_port: Option<u16>,
    /// Print a JSON document
    #[arg(long, conflicts_with = "markdown")]
    pub json: bool,
    /// Print Markdown, with secrets removed, to paste into a forum
    #[arg(long)]
    pub markdown: bool,
}

/// Arguments of `undo`.
#[derive(Debug, Args)]
pub struct UndoArgs {
    /// Which change, as `history` shows it [default: the latest]
    pub id: Option<String>,
    /// Do not ask
    #[arg(long, short)]
    pub yes: bool,
    /// Undo even where somebody changed the files since; their version is kept beside the journal
    #[arg(long)]
    pub overwrite: bool,
    /// Print a JSON document
    #[arg(long)]
    pub json: bool,
    /// Work on this folder as if it were /: no program is run, nothing is checked or reloaded
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

/// Arguments of `history`.
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// Print a JSON document
    #[arg(long)]
    pub json: bool,
    /// Work on this folder as if it were /
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

/// Arguments of `recover`.
#[derive(Debug, Args)]
pub struct RecoverArgs {
    /// Put back even what somebody changed since; their version is kept beside the journal
    #[arg(long)]
    pub overwrite: bool,
    /// Print a JSON document
    #[arg(long)]
    pub json: bool,
    /// Work on this folder as if it were /: no program is run, nothing is checked or reloaded
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

/// Arguments of `practice`.
#[derive(Debug, Args)]
pub struct PracticeArgs {
    /// The proxy to practise with [default: the first that is found]
    #[arg(long, value_name = "PROXY")]
    pub proxy: Option<String>,
    /// Lay this folder over the machine inside the sandbox: servers unpacked there appear installed
    #[arg(long, value_name = "DIR")]
    pub layer: Option<PathBuf>,
    /// Keep the sandbox up at the end, to look around in, until Ctrl-C
    #[arg(long)]
    pub keep: bool,
    /// Print a JSON document
    #[arg(long)]
    pub json: bool,
    /// We are inside the sandbox already.
    #[arg(long, hide = true)]
    pub inside: bool,
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Practise in a sandbox where nothing real is touched
    #[arg(long)]
    pub practice: bool,
    /// The proxy to practise with [default: the first that is found]
    #[arg(long, value_name = "PROXY", requires = "practice")]
    pub proxy: Option<String>,
    /// Lay this folder over the machine inside the sandbox: servers unpacked there appear installed
    #[arg(long, value_name = "DIR", requires = "practice")]
    pub layer: Option<PathBuf>,
    /// The port of 127.0.0.1 [default: any that is free]
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// End when nobody has used it for so long
    #[arg(long, value_name = "MINUTES", default_value = "30")]
    pub idle_minutes: std::num::NonZeroU16,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_does_not_contradict_itself() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_certificate_comes_from_one_place() {
        let setup = |rest: &[&str]| {
            let own = ["jellyfin-proxy", "plan", "--domain", "a.test"];
            Cli::try_parse_from(own.iter().chain(rest)).is_ok()
        };
        for good in [
            &["--cert", "a", "--key", "b"] as &[&str],
            &["--pem", "a"],
            &["--local-ca"],
            &["--no-tls"],
            &["--adopt"],
        ] {
            assert!(setup(good), "{good:?}");
        }
        for bad in [
            &[] as &[&str],
            &["--cert", "a"],
            &["--key", "b"],
            &["--pem", "a", "--local-ca"],
            &["--cert", "a", "--key", "b", "--no-tls"],
            &["--local-ca", "--no-tls"],
            &["--local-ca", "--proxy-version", "1.2.3"],
        ] {
            assert!(!setup(bad), "{bad:?}");
        }
    }
}
