//! Measuring changes nothing and comes to an end.

use std::sync::Mutex;
use std::time::Duration;

use engine::verdict::{AccessLogSeen, CheckId, Code, Phase, Question, Trouble};
use probe::Limits;

use crate::fake::Act;
use crate::stage::{Stage, of};

static ASKED: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());

/// The one body that is sent goes where no token means no change, and no header carries a token.
#[tokio::test]
async fn nothing_asked_can_change_a_server() {
    let stage = Stage {
        site: |request| {
            assert!(request.field("authorization").is_none() && request.field("cookie").is_none());
            ASKED.lock().expect("no panic before").push((request.method.clone(), request.path.clone()));
            None
        },
        ..Stage::good()
    };
    stage.set().await.judged().await;
    let asked = ASKED.lock().expect("no panic before");
    let writing: Vec<_> = asked.iter().filter(|(method, _)| method != "GET" && method != "CONNECT").collect();
    let upload = "/Items/00000000000000000000000000000001/Images/Primary".to_owned();
    assert_eq!(writing, [&("POST".to_owned(), upload)]);
    assert!(asked.iter().all(|(_, path)| !path.contains("Restart") && !path.contains("Startup")));
}

#[tokio::test]
async fn servers_that_keep_silent_are_given_up() {
    let stage = Stage { site: |_| Some(Act::Hang), upstream: |_| Some(Act::Hang), ..Stage::good() };
    let mut set = stage.set().await;
    let limit = Duration::from_millis(300);
    set.target.limits = Limits { question: limit, overall: 4 * limit };
    let (seen, verdict) = set.judged().await;
    assert_eq!(seen.proxied.web, Question::Failed(Trouble::TimedOut));
    assert_eq!(of(&verdict, CheckId::Forwarded).code, Code::NoAnswer);
    assert_eq!(Phase::of_question(&seen.direct.health), Some(Phase::Silent));
    assert_eq!(of(&verdict, CheckId::BackendState).code, Code::UpstreamUnreachable);
}

/// Loopback reaches the fake on every address of 127.0.0.0/8; such addresses are not tried, others are.
#[tokio::test]
async fn surroundings_are_looked_at_when_given() {
    let mut set = Stage::good().set().await;
    set.target.own_addresses = vec!["127.0.0.1".parse().expect("IPv4")];
    set.target.access_log =
        Some(AccessLogSeen::read(["GET /socket?ApiKey=0123456789abcdef0123456789abcdef"]));
    let (seen, verdict) = set.judged().await;
    assert_eq!(seen.exposure, Some(Vec::new()));
    assert_eq!(of(&verdict, CheckId::ExposureUpstream).code, Code::NoAddressesGiven);
    assert_eq!(of(&verdict, CheckId::LogsSecrets).code, Code::TokenInLog);
}
