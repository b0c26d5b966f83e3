use std::net::TcpListener;
use std::os::fd::{AsFd, OwnedFd};
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context;
use wizard::Session;
use wizard::state::Circumstances;

use super::practice::ground::{self, Ground, JELLYFIN_CONFIG};
use crate::Exit;
use crate::args::ServeArgs;
use crate::serve::{Door, listen, serve};

pub(super) fn run(args: &ServeArgs) -> anyhow::Result<Exit> {
    if args.inside {
        return inside(args);
    }
    let listener = listen(args.port)?;
    if args.practice {
        // A socket stays in the network that it was made in: one that goes in as standard input is reached from
        // outside, and so the only way into the sandbox.
        let given = std::env::args_os().skip(1).chain(["--inside".into()]);
        return ground::enter(args.layer.as_deref(), given, Stdio::from(OwnedFd::from(listener)));
    }
    let asks_password = !rustix::process::geteuid().is_root();
    offer(args, listener, Circumstances { practice: false, asks_password, jellyfin_config: None })?;
    Ok(Exit::Done)
}

fn inside(args: &ServeArgs) -> anyhow::Result<Exit> {
    let listener = std::io::stdin().as_fd().try_clone_to_owned().context("the listening socket")?;
    let ground = match Ground::prepare(args.proxy.as_deref())? {
        Ok(ground) => ground,
        Err(exit) => return Ok(exit),
    };
    let jellyfin_config = Some(JELLYFIN_CONFIG.parse()?);
    offer(args, listener.into(), Circumstances { practice: true, asks_password: false, jellyfin_config })?;
    ground.leave();
    Ok(Exit::Done)
}

/// Prints the link, and serves until nobody uses it any more or Ctrl-C ends it.
fn offer(args: &ServeArgs, listener: TcpListener, circumstances: Circumstances) -> anyhow::Result<()> {
    let port = listener.local_addr().context("the listening socket")?.port();
    let door = Door::new(port)?;
    println!("Open this link on this machine; it lets one browser in, once:\n\n  {}\n", door.link());
    println!("From another machine, first: ssh -L {port}:127.0.0.1:{port} {}\n", ssh_target());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let session = Session::begin(circumstances, runtime.handle());
    let idle = Duration::from_secs(60 * u64::from(args.idle_minutes.get()));
    runtime.block_on(async {
        tokio::select! {
            served = serve(listener, door, session, idle) => {
                served?;
                println!("Nobody used it for {} minutes: ended.", args.idle_minutes);
                Ok(())
            }
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    })
}

/// Whom and where one would log in, for the line to copy.
fn ssh_target() -> String {
    let user = std::env::var("SUDO_USER").or_else(|_| std::env::var("USER"));
    let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
    format!("{}@{host}", user.unwrap_or_else(|_| "root".to_owned()))
}
