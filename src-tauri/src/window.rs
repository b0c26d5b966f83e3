use clap::Parser;
use helper::client::RootBy;
use tauri::{AppHandle, Emitter, Manager};
use tauri_plugin_window_state::StateFlags;
use wizard::Session;
use wizard::state::Circumstances;

use crate::arguments::Arguments;
use crate::{commands, elsewhere, page};

/// Opens the window, and returns when it was closed.
// What Tauri makes of its configuration is not this project's to order.
#[allow(clippy::disallowed_types)]
pub(crate) fn open(arguments: &Arguments) -> anyhow::Result<()> {
    let runtime = tauri::async_runtime::handle();
    let circumstances = Circumstances { root_by: RootBy::on_desktop(), ..Circumstances::default() };
    // It looks at the computer while the window is being made.
    let session = Session::begin(circumstances, arguments.wish()?, runtime.inner());
    arguments.first_intent().into_iter().for_each(|intent| session.want(intent));
    let remembered = StateFlags::SIZE | StateFlags::MAXIMIZED;
    tauri::Builder::default()
        // It must come first: a second start ends here.
        .plugin(tauri_plugin_single_instance::init(|app, words, _| started_again(app, &words)))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(remembered).build())
        .plugin(elsewhere::forbid())
        .invoke_handler(tauri::generate_handler![commands::view, commands::intent])
        .setup(move |app| {
            tauri::async_runtime::spawn(show(app.handle().clone(), session.clone()));
            app.manage(session);
            if let Some(window) = app.get_webview_window("main") {
                page::keep(&window)?;
            }
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}

/// Tells the page of each change; of several in one moment, of the latest.
async fn show(app: AppHandle, session: Session) {
    let mut views = session.views();
    drop(session);
    while views.changed().await.is_ok() {
        let view = views.borrow_and_update().clone();
        if let Err(error) = app.emit("view", &*view) {
            eprintln!("jellyfin-proxy-wizard: a change could not be shown: {error}");
        }
    }
}

/// The window that is there comes to the front, and does what the second start was to do.
fn started_again(app: &AppHandle, words: &[String]) {
    if let Some(window) = app.get_webview_window("main") {
        // A window manager may have its reasons.
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
    let wanted = Arguments::try_parse_from(words).ok().and_then(|arguments| arguments.first_intent());
    if let (Some(session), Some(intent)) = (app.try_state::<Session>(), wanted) {
        session.want(intent);
    }
}
