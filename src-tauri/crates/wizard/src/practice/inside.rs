use std::io;

use engine::plan::RefusalView;
use engine::proxies::ProxyKind;
use front::practice::{Ground, JELLYFIN_CONFIG};
use helper::protocol::{FrameError, ORDER_LIMIT, Trouble, read_frame, write_frame};
use tokio::runtime::Handle;

use super::{PracticeWish, Said};
use crate::intent::Intent;
use crate::session::Session;
use crate::state::Circumstances;

/// Prepares the servers, and is a wizard on them until the outside ends.
pub(super) fn practise(proxy: Option<ProxyKind>) -> Result<(), Trouble> {
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
