//! From the name of an endpoint to its answer.

use super::route::Endpoint;
use super::{first_run, media, system, user};
use crate::http::body::RequestBody;
use crate::http::response::Response;
use crate::json::{Case, Json};
use crate::pipeline::{Fault, Visit};

/// Answers one request to the API.
pub(crate) async fn answer(
    endpoint: Endpoint,
    visit: &Visit<'_>,
    body: &mut RequestBody<'_>,
) -> Result<Response, Fault> {
    let value = match endpoint {
        Endpoint::Health => return Ok(system::health("Healthy")),
        Endpoint::Restart => return Ok(system::restart(visit)),
        Endpoint::Video => return Ok(media::video(visit)),
        Endpoint::Login => return user::login(visit, body).await,
        Endpoint::Upload | Endpoint::WizardStep => {
            body.discard().await?;
            return Ok(Response::new(204));
        }
        Endpoint::WizardEnd => {
            visit.boot.server.finish_set_up();
            return Ok(Response::new(204));
        }
        Endpoint::PublicInfo => {
            let set_up = visit.boot.server.is_set_up();
            system::public_info(visit.boot, visit.ends, &visit.believed, set_up)
        }
        Endpoint::Info => system::info(visit),
        Endpoint::WhereFrom => system::where_from(visit),
        Endpoint::Ping => Json::text("Jellyfin Server"),
        Endpoint::UtcTime => system::utc_time(),
        Endpoint::Branding => Json::Object(vec![("SplashscreenEnabled", Json::Flag(false))]),
        Endpoint::QuickConnect => Json::Flag(true),
        Endpoint::NoItems => Json::List(Vec::new()),
        Endpoint::NetworkSettings => visit.boot.config.json(),
        Endpoint::Cultures => system::cultures(),
        Endpoint::WizardSettings => first_run::settings(visit.boot.server.options.version),
        Endpoint::WizardUser => first_run::user(),
        Endpoint::Drives => first_run::drives(),
        Endpoint::Folder => first_run::folder(visit.request),
    };
    Ok(json(visit, &value))
}

/// The client may choose the case of the names, and then hears of its choice.
fn json(visit: &Visit<'_>, value: &Json) -> Response {
    let accept = visit.request.header("Accept").unwrap_or_default();
    let (case, profile) = if accept.contains("profile=\"CamelCase\"") {
        (Case::Camel, "profile=\"CamelCase\"; ")
    } else if accept.contains("profile=\"PascalCase\"") {
        (Case::Pascal, "profile=\"PascalCase\"; ")
    } else {
        (Case::Pascal, "")
    };
    Response::written(200, &format!("application/json; {profile}charset=utf-8"), value.write(case))
}
