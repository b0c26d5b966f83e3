use engine::facts::collect;
use engine::host::Host;
use engine::names::Version;
use engine::plan::{PlanView, plan};
use engine::request::{Request, SetupForm};

use crate::{jellyfin_at, upstream_among};

/// A plan as it is without root: what may not be read is said to be unread.
///
/// `proxy_version` is for a tree without a package database.
pub async fn preview(host: &dyn Host, form: &SetupForm, proxy_version: Option<Version>) -> PlanView {
    let mut request = match Request::parse(form) {
        Ok(request) => request,
        Err(problems) => return PlanView::from(problems.as_slice()),
    };
    let mut wanted = request.wanted();
    wanted.proxy_version = proxy_version;
    let facts = collect(host, &wanted);
    if facts.live && request.jellyfin_seen.is_none() {
        let upstream = request.upstream.clone().unwrap_or_else(|| upstream_among(&facts.jellyfin));
        let base_path = form.base_path.as_deref().unwrap_or_default();
        request.jellyfin_seen = Some(jellyfin_at(&upstream, base_path).await);
    }
    match plan(&facts, &request) {
        Ok(plan) => PlanView::of(&plan, &facts),
        Err(refusal) => PlanView::from(&refusal),
    }
}
