use std::sync::Arc;

use http_body_util::{BodyExt, Limited, StreamBody};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use hyper::{Method, Request, StatusCode};
use wizard::{Intent, Session};

use super::answer::{Answer, answer, guarded, turned_away, words};
use super::door::Door;
use super::face::Face;
use super::idle::Idle;
use super::stream;

/// What answers a browser.
pub(super) struct Server {
    pub(super) door: Door,
    pub(super) face: Option<Face>,
    pub(super) session: Session,
    pub(super) idle: Arc<Idle>,
}

/// The largest intent is a few paths long.
const INTENT_LIMIT: usize = 64 << 10;

impl Server {
    pub(super) async fn answer(&self, request: Request<Incoming>) -> Answer {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        if let Some(token) = token_of(&request) {
            return self.admit(token, &request);
        }
        if let Err(refused) = self.door.lets_in(&method, request.headers()) {
            return turned_away(refused);
        }
        match (method, path.as_str()) {
            (Method::GET, "/api/view") => {
                let views = stream::views(self.session.views());
                guarded(StatusCode::OK, "text/event-stream", StreamBody::new(views).boxed_unsync())
            }
            (Method::POST, "/api/intent") => self.take(request).await,
            (Method::GET, "/ca.crt") => self.authority(),
            (Method::GET, path) => self.page(path),
            _ => words(StatusCode::METHOD_NOT_ALLOWED, "That cannot be done here.\n"),
        }
    }

    /// Lets a browser in by its link, and takes the token out of its address bar.
    fn admit(&self, token: &str, request: &Request<Incoming>) -> Answer {
        let admitted = self.door.knows_host(request.headers()).and_then(|()| self.door.admit(token));
        match admitted {
            Ok(cookie) => {
                self.idle.used();
                let mut response = words(StatusCode::SEE_OTHER, "");
                let cookie = cookie.parse().expect("a cookie of plain letters");
                response.headers_mut().insert(SET_COOKIE, cookie);
                response.headers_mut().insert(LOCATION, "/".parse().expect("a literal path"));
                response
            }
            Err(refused) => turned_away(refused),
        }
    }

    fn page(&self, path: &str) -> Answer {
        let Some(face) = &self.face else {
            return words(
                StatusCode::NOT_FOUND,
                "The wizard's page is missing: install the package again.\n",
            );
        };
        match face.file(path) {
            Some((bytes, kind)) => answer(StatusCode::OK, kind, bytes),
            None => words(StatusCode::NOT_FOUND, "There is no such page.\n"),
        }
    }

    /// The certificate that has to be taken to each device; anybody may have it.
    fn authority(&self) -> Answer {
        let view = self.session.views().borrow().clone();
        // That of a practice run lies in its sandbox, and is good for nothing outside.
        let health = view.health.as_ref().filter(|_| !view.practice);
        let file = health.and_then(|health| health.ca_file.as_ref());
        match file.map(std::fs::read) {
            Some(Ok(bytes)) => answer(StatusCode::OK, "application/x-x509-ca-cert", bytes),
            Some(Err(_)) | None => words(StatusCode::NOT_FOUND, "There is no such file.\n"),
        }
    }

    async fn take(&self, request: Request<Incoming>) -> Answer {
        let is_json = request.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
        if !is_json {
            return words(StatusCode::UNSUPPORTED_MEDIA_TYPE, "An intent is JSON.\n");
        }
        let Ok(body) = Limited::new(request.into_body(), INTENT_LIMIT).collect().await else {
            return words(StatusCode::PAYLOAD_TOO_LARGE, "That is no intent.\n");
        };
        match serde_json::from_slice::<Intent>(&body.to_bytes()) {
            Ok(intent) => {
                self.idle.used();
                self.session.want(intent);
                words(StatusCode::ACCEPTED, "")
            }
            Err(_) => words(StatusCode::BAD_REQUEST, "That is no intent.\n"),
        }
    }
}

/// The token of a link; on the front page only.
fn token_of(request: &Request<Incoming>) -> Option<&str> {
    let uri = request.uri();
    let is_link = request.method() == Method::GET && uri.path() == "/";
    uri.query().filter(|_| is_link)?.strip_prefix("token=")
}
