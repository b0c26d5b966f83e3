use std::net::TcpListener;
use std::time::Duration;

use anyhow::Context;
use front::practice::sandbox;
use helper::client::RootBy;
use wizard::state::Circumstances;
use wizard::{Intent, PracticeWish, Session};

use super::practice::no_sandbox;
use crate::Exit;
use crate::args::ServeArgs;
use crate::serve::{Door, listen, serve};

pub(super) fn run(args: &ServeArgs) -> anyhow::Result<Exit> {
    let wish =
        PracticeWish { proxy: args.proxy.as_deref().map(str::parse).transpose()?, layer: args.layer.clone() };
    if args.practice
        && let Err(error) = sandbox(wish.layer.as_deref())
    {
        return no_sandbox(error);
    }
    offer(args, listen(args.port)?, wish)?;
    Ok(Exit::Done)
}

/// Prints the link, and serves until nobody uses it any more or Ctrl-C ends it.
fn offer(args: &ServeArgs, listener: TcpListener, wish: PracticeWish) -> anyhow::Result<()> {
    let port = listener.local_addr().context("the listening socket")?.port();
    let door = Door::new(port)?;
    println!("Open this link on this machine; it lets one browser in, once:\n\n  {}\n", door.link());
    println!("From another machine, first: ssh -L {port}:127.0.0.1:{port} {}\n", ssh_target());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let circumstances = Circumstances { root_by: RootBy::on_terminal(), ..Circumstances::default() };
    let session = Session::begin(circumstances, wish, runtime.handle());
    if args.practice {
        session.want(Intent::Practice {});
    }
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
