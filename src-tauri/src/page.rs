//! The page has a process of its own, which may end before its time: the system ends what takes too much memory, and WebKit
//! has faults. What the wizard knows is not in it, so a new one shows the same.

use std::cell::Cell;

use tauri::WebviewWindow;
use webkit2gtk::WebViewExt;

/// How often a page that ended is begun anew: one that always ends shall not keep the computer busy.
const TIMES: u32 = 5;

/// Begins the page anew whenever its process has ended.
///
/// # Errors
/// When the window has no page.
pub(crate) fn keep(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|page| {
        let left = Cell::new(TIMES);
        page.inner().connect_web_process_terminated(move |page, reason| {
            eprintln!("jellyfin-proxy-wizard: the page ended ({reason:?})");
            if let Some(fewer) = left.get().checked_sub(1) {
                left.set(fewer);
                page.reload();
            }
        });
    })
}
