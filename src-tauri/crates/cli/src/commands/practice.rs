//! The whole job in a sandbox.

use std::ffi::OsString;
use std::path::Path;

use front::practice::{DOMAIN, Ground, JELLYFIN_CONFIG, NoSandbox, sandbox};

use super::{setup, show};
use crate::Exit;
use crate::args::{CertificateArgs, FirewallArg, KnownProxiesArg, PracticeArgs, SetupArgs, SetupCommandArgs};
use crate::present::refusal_text;

pub(super) fn run(args: &PracticeArgs) -> anyhow::Result<Exit> {
    if args.inside {
        return inside(args);
    }
    let given = std::env::args_os().skip(1);
    enter(args.layer.as_deref(), given.chain(["--inside".into()]))
}

/// Enters the sandbox with this same program and these arguments, and waits for its end; says why it cannot be had.
fn enter(layer: Option<&Path>, arguments: impl IntoIterator<Item = OsString>) -> anyhow::Result<Exit> {
    let sandbox = match sandbox(layer) {
        Ok(sandbox) => sandbox,
        Err(error) => return no_sandbox(error),
    };
    // By its path, so that the helper is found beside it.
    let status = sandbox.command(std::env::current_exe()?, arguments)?.status()?;
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

/// Says why no sandbox can be had, where that is the error.
pub(super) fn no_sandbox(error: anyhow::Error) -> anyhow::Result<Exit> {
    let trouble = error.downcast::<NoSandbox>()?.trouble();
    eprintln!("Practice cannot be had here: {}\nNext: {}\n[{}]", trouble.message, trouble.next, trouble.code);
    Ok(Exit::Refused)
}

/// The whole job, in the sandbox.
fn inside(args: &PracticeArgs) -> anyhow::Result<Exit> {
    let ground = match Ground::prepare(args.proxy.as_deref().map(str::parse).transpose()?)? {
        Ok(ground) => ground,
        Err(refusal) => {
            eprint!("{}", refusal_text(&refusal));
            eprintln!("A server that is unpacked in a folder can be laid over this machine: --layer DIR");
            return Ok(Exit::Refused);
        }
    };
    let install = ground.install();
    if !args.json {
        eprintln!(
            "Practising with {} {} and a stand-in Jellyfin: nothing real is touched.\n",
            install.proxy.title(),
            install.version
        );
    }
    let (document, exit) = setup::set_up(&practice_setup(install.proxy.word(), args.json))?;
    show(&document, args.json, |document| document.text())?;
    if args.keep {
        look_around(args.json)?;
    }
    ground.leave();
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
