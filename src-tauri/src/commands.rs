//! What the page may call; `build.rs` and `capabilities/` name the same.

// Tauri hands each argument over by value.
#![allow(clippy::needless_pass_by_value)]

use tauri::State;
use wizard::view::View;
use wizard::{Intent, Session};

/// What is shown now.
#[tauri::command(async)]
pub(crate) fn view(session: State<'_, Session>) -> View {
    let views = session.views();
    let view = views.borrow();
    (**view).clone()
}

/// Passes on what a person wants; what comes of it is shown by the event `view`.
#[tauri::command(async)]
pub(crate) fn intent(session: State<'_, Session>, intent: Intent) {
    session.want(intent);
}
