//! The page is painted by the processor, and only put together by the graphics card: it is text and a few boxes. Where there is
//! no card, a program that stands in for one takes longer to get ready for painting than everything else takes to start.

use std::env;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// What WebKit looks for when it begins to paint (since 2.46, with Skia); `0` lets the card paint.
const BY_PROCESSOR: &str = "WEBKIT_SKIA_ENABLE_CPU_RENDERING";

/// Begins this program once more with WebKit told so, unless the user has told it something already. WebKit reads its
/// environment alone, and has threads before `main`: it cannot be changed under them.
///
/// It does not come back where that works; where not, the card paints.
pub(crate) fn by_processor() {
    if env::var_os(BY_PROCESSOR).is_some() {
        return;
    }
    if let Ok(program) = env::current_exe() {
        let mut words = env::args_os();
        let mut again = Command::new(program);
        again.arg0(words.next().unwrap_or_default()).args(words);
        let error = again.env(BY_PROCESSOR, "1").exec();
        eprintln!("jellyfin-proxy-wizard: it could not be begun again to paint by the processor: {error}");
    }
}
