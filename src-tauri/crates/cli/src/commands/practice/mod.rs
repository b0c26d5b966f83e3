//! The whole job in a sandbox.

pub(super) mod ground;

use std::process::Stdio;

use super::{setup, show};
use crate::Exit;
use crate::args::{CertificateArgs, FirewallArg, KnownProxiesArg, PracticeArgs, SetupArgs, SetupCommandArgs};
use ground::{Ground, JELLYFIN_CONFIG};

/// A name that no real site has (RFC 6761).
const DOMAIN: &str = "jellyfin.practice.test";

pub(super) fn run(args: &PracticeArgs) -> anyhow::Result<Exit> {
    if args.inside {
        return inside(args);
    }
    let given = std::env::args_os().skip(1);
    ground::enter(args.layer.as_deref(), given.chain(["--inside".into()]), Stdio::inherit())
}

/// The whole job, in the sandbox.
fn inside(args: &PracticeArgs) -> anyhow::Result<Exit> {
    let ground = match Ground::prepare(args.proxy.as_deref())? {
        Ok(ground) => ground,
        Err(exit) => return Ok(exit),
    };
    let install = &ground.install;
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
