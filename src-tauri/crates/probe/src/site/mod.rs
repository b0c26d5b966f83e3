//! The questions put to the site.

mod http2;
mod redirect;
mod upload;
mod websocket;

use engine::verdict::observations::{ProxiedSeen, RedirectSeen};
use engine::verdict::{Answer, Question, Trouble};

use crate::http::get;
use crate::origin::Origin;

/// Asks what the proxy must pass on, side by side.
pub(crate) async fn look(origin: &Origin) -> ProxiedSeen {
    let path = |path| origin.url.path(path);
    let (health, info, web) = (path("/health"), path("/System/Info/Public"), path("/web"));
    let (health, info, web, range, upload, socket, socket_http2) = tokio::join!(
        get(origin, &health, &[]),
        get(origin, &info, &[]),
        get(origin, &web, &[]),
        range(origin),
        upload::post(origin),
        websocket::upgrade(origin),
        http2::upgrade(origin),
    );
    ProxiedSeen {
        health: health.into(),
        info: info.into(),
        web: web.into(),
        range: range.into(),
        upload: upload.into(),
        socket: socket.into(),
        socket_http2,
    }
}

/// Asks the plain http port where it leads.
pub(crate) async fn look_at_redirect(origin: &Origin) -> RedirectSeen {
    redirect::look(origin).await
}

/// Files that every web client has, the first being the page itself.
const FILES: [&str; 2] = ["/web/index.html", "/web/config.json"];

async fn range(origin: &Origin) -> Result<Answer, Trouble> {
    let ask = async |file| get(origin, &origin.url.path(file), &[("Range", "bytes=0-9")]).await;
    let first = ask(FILES[0]).await?;
    if first.status == 404 { ask(FILES[1]).await } else { Ok(first) }
}

/// A question that may not apply.
pub(crate) fn question<T>(result: Result<Option<T>, Trouble>) -> Question<T> {
    match result {
        Ok(Some(answer)) => Question::Answered(answer),
        Ok(None) => Question::NotAsked,
        Err(trouble) => Question::Failed(trouble),
    }
}
