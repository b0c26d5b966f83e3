use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use engine::facts::{Wanted, collect};
use engine::plan::{RefusalView, not_installed};
use engine::proxies::ProxyKind;
use standin::{Options, Pace, Standin, Version};
use system::host::LiveHost;
use system::sandbox::Sandbox;
use system::tool;

use super::{setup, show};
use crate::Exit;
use crate::args::{CertificateArgs, FirewallArg, KnownProxiesArg, PracticeArgs, SetupArgs, SetupCommandArgs};
use crate::present;

/// A name that no real site has (RFC 6761).
const DOMAIN: &str = "jellyfin.practice.test";

/// Where the practice Jellyfin keeps its settings, inside the sandbox only.
const JELLYFIN_CONFIG: &str = "/etc/jellyfin-practice";

pub(super) fn run(args: &PracticeArgs) -> anyhow::Result<Exit> {
    if args.inside { inside(args) } else { outside(args) }
}

/// Enters the sandbox with this same program.
fn outside(args: &PracticeArgs) -> anyhow::Result<Exit> {
    let own = std::env::current_exe()?;
    let mut sandbox = Sandbox::new().keep(own.parent().context("this program has no folder")?);
    if let Some(layer) = &args.layer {
        sandbox = sandbox.layer(absolute(layer)?);
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
    let given = std::env::args_os().skip(1);
    // By its path, so that the helper is found beside it.
    let mut command: Command = sandbox.command(&own, given.chain(["--inside".into()]))?;
    let status = command.status()?;
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

fn absolute(path: &Path) -> anyhow::Result<PathBuf> {
    path.canonicalize().with_context(|| format!("--layer {}", path.display()))
}

/// The whole job, in the sandbox.
fn inside(args: &PracticeArgs) -> anyhow::Result<Exit> {
    let facts = collect(&LiveHost::open()?, &Wanted::default());
    let wanted = args.proxy.as_deref().map(str::parse::<ProxyKind>).transpose()?;
    let install = facts.installs.iter().find(|install| wanted.is_none_or(|wanted| wanted == install.proxy));
    let Some(install) = install else {
        let refusal = RefusalView::from(&not_installed(&facts, wanted));
        eprint!("{}", present::refusal_text(&refusal));
        eprintln!("A server that is unpacked in a folder can be laid over this machine: --layer DIR");
        return Ok(Exit::Refused);
    };
    if !args.json {
        eprintln!(
            "Practising with {} {} and a stand-in Jellyfin: nothing real is touched.\n",
            install.proxy.title(),
            install.version
        );
    }
    let call = install.proxy.proxy().start(install);
    let started = tool::run(&call, std::time::Duration::from_secs(30))?;
    anyhow::ensure!(started.code == Some(0), "{call} failed: {}", started.stderr.trim());

    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    std::fs::create_dir_all(JELLYFIN_CONFIG)?;
    let mut options = Options::new(Version::V10_11_11, JELLYFIN_CONFIG);
    options.port = Some(8096);
    options.pace = Pace::observed();
    let jellyfin = runtime.block_on(Standin::start(options))?;
    let (document, exit) = setup::set_up(&practice_setup(install.proxy.word(), args.json))?;
    show(&document, args.json, |document| document.text())?;
    if args.keep {
        look_around(args.json)?;
    }
    runtime.block_on(jellyfin.stop());
    Ok(exit)
}

fn practice_setup(proxy: &str, json: bool) -> SetupCommandArgs {
    let certificate = CertificateArgs { local_ca: true, ..CertificateArgs::default() };
    let setup = SetupArgs {
        proxy: Some(proxy.to_owned()),
        domain: DOMAIN.to_owned(),
        upstream: Some("http://127.0.0.1:8096".to_owned()),
        base_path: None,
        certificate,
        http_port: None,
        https_port: None,
        max_connections: None,
        hsts: false,
        known_proxies: KnownProxiesArg::Set,
        // The sandbox has a network of its own, which the machine's firewall does not guard.
        firewall: FirewallArg::Leave,
        jellyfin_config: Some(JELLYFIN_CONFIG.into()),
        root: None,
        proxy_version: None,
    };
    SetupCommandArgs { setup, yes: true, json }
}

/// Leaves the sandbox up until somebody has seen enough.
fn look_around(json: bool) -> anyhow::Result<()> {
    if !json {
        eprintln!(
            "\nThe sandbox stays up. From another terminal: sudo nsenter --target $(pgrep --newest --full 'practice.*--inside') --all\nEnter or Ctrl-C ends it."
        );
    }
    std::io::stdin().read_line(&mut String::new())?;
    Ok(())
}
