use std::ffi::OsString;
use std::io;

use engine::plan::RefusalView;
use engine::proxies::ProxyKind;
use front::practice::{Ground, JELLYFIN_CONFIG};
use helper::protocol::{FrameError, ORDER_LIMIT, Trouble, read_frame, write_frame};
use tokio::runtime::Handle;

use super::{INSIDE, PracticeWish, Said};
use crate::intent::Intent;
use crate::session::Session;
use crate::state::Circumstances;

/// Is the inside of a practice run where this process was started for that, and ends with it; returns at once
/// in any other process. It comes after [`system::sandbox::stage`], before arguments are read.
pub fn stage() {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_none_or(|first| first != INSIDE) {
        return;
    }
    if let Err(trouble) = practise(arguments.next()) {
        // Nobody is there to be told where the outside is gone.
        let _ = write_frame(&mut io::stdout().lock(), &Said::Ended(trouble));
        std::process::exit(1);
    }
    std::process::exit(0);
}

fn practise(proxy: Option<OsString>) -> Result<(), Trouble> {
    let proxy = proxy.and_then(|word| word.to_str()?.parse::<ProxyKind>().ok());
    let ground = Ground::prepare(proxy).map_err(|error| not_prepared(&error))?.map_err(refused)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| not_prepared(&error.into()))?;
    let circumstances = Circumstances {
        practice: true,
        jellyfin_config: JELLYFIN_CONFIG.parse().ok(),
        ..Circumstances::default()
    };
    let session = Session::begin(circumstances, PracticeWish::default(), runtime.handle());
    show(&session, runtime.handle().clone());
    // It ends when the outside does, or has enough of it.
    while let Ok(intent) = read_frame::<Intent>(&mut io::stdin().lock(), ORDER_LIMIT) {
        session.want(intent);
    }
    ground.leave();
    Ok(())
}

/// Writes each view as it changes, and the latest only where the outside is slow.
fn show(session: &Session, runtime: Handle) {
    let mut views = session.views();
    std::thread::spawn(move || {
        loop {
            let view = (*views.borrow_and_update()).clone();
            let written: Result<(), FrameError> =
                write_frame(&mut io::stdout().lock(), &Said::View(Box::new((*view).clone())));
            if written.is_err() || runtime.block_on(views.changed()).is_err() {
                return;
            }
        }
    });
}

fn not_prepared(error: &anyhow::Error) -> Trouble {
    Trouble {
        code: "sandbox_setup_failed".to_owned(),
        message: format!("{error:#}"),
        next: "Report what was observed.".to_owned(),
    }
}

fn refused(refusal: RefusalView) -> Trouble {
    Trouble { code: refusal.code, message: refusal.message, next: refusal.next }
}
