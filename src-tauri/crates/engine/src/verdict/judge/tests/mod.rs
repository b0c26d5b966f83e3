//! Every code, each from the observation that calls for it.

mod jellyfin_rows;
mod network_rows;
mod passage_rows;
mod sample;

use std::collections::BTreeSet;

use super::judge;
use crate::verdict::check::{Check, Health, Status, Verdict};
use crate::verdict::check_id::CheckId;
use crate::verdict::code::Code;
use crate::verdict::observations::Observations;

/// A change to the healthy sample, and the code that one check then has.
type Row = (CheckId, Code, fn(&mut Observations));

fn rows() -> impl Iterator<Item = &'static Row> {
    [network_rows::ROWS, jellyfin_rows::ROWS, passage_rows::ROWS].into_iter().flatten()
}

fn changed(change: fn(&mut Observations)) -> Verdict {
    let mut seen = sample::healthy();
    change(&mut seen);
    judge(&seen)
}

fn of(verdict: &Verdict, id: CheckId) -> &Check {
    verdict.check(id).expect("every check stands in every verdict")
}

#[test]
fn each_observation_has_its_code() {
    for (number, (id, code, change)) in rows().enumerate() {
        let verdict = changed(*change);
        let check = of(&verdict, *id);
        assert_eq!(check.code, *code, "row {number}, {id}: {}", check.observed);
        assert_eq!(check.status, code.status());
        assert!(!check.observed.is_empty(), "row {number}, {id}");
    }
}

#[test]
fn every_code_has_a_row() {
    let covered: BTreeSet<_> = rows().map(|(_, code, _)| *code).collect();
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !covered.contains(code)).collect();
    assert!(missing.is_empty(), "no row for {missing:?}");
}

#[test]
fn a_healthy_site_is_healthy_and_shows_every_check_in_order() {
    let verdict = judge(&sample::healthy());
    assert_eq!(verdict.verdict, Health::Healthy, "{:#?}", verdict.faults().collect::<Vec<_>>());
    let ids: Vec<_> = verdict.checks.iter().map(|check| check.id).collect();
    assert_eq!(ids, CheckId::ALL);
    for check in &verdict.checks {
        assert_eq!(check.status, Status::Pass, "{check:?}");
    }
}

#[test]
fn every_check_stands_in_every_verdict() {
    for (_, _, change) in rows() {
        assert_eq!(changed(*change).checks.len(), CheckId::ALL.len());
    }
}

#[test]
fn a_known_fault_can_be_accepted() {
    let verdict = changed(sample::proxy_not_known);
    assert_eq!(verdict.verdict, Health::Broken);
    assert_eq!(verdict.health_accepting(&[Code::ProxyNotKnown]), Health::Healthy);
    assert_eq!(verdict.health_accepting(&[Code::SlowProxy]), Health::Broken);
}

#[test]
fn observations_and_verdicts_survive_being_saved() {
    for (_, _, change) in rows() {
        let mut seen = sample::healthy();
        change(&mut seen);
        let saved = serde_json::to_string(&seen).expect("observations are plain data");
        assert_eq!(serde_json::from_str::<Observations>(&saved).expect("just saved"), seen);
        let verdict = judge(&seen);
        let saved = serde_json::to_string(&verdict).expect("a verdict is plain data");
        assert_eq!(serde_json::from_str::<Verdict>(&saved).expect("just saved"), verdict);
    }
}

#[test]
fn the_verdict_has_the_fields_of_the_contract() {
    let verdict = serde_json::to_value(changed(sample::proxy_not_known)).expect("plain data");
    assert_eq!(verdict["schema"], 1);
    assert_eq!(verdict["url"], "https://media.example.com");
    assert_eq!(verdict["verdict"], "broken");
    let check = &verdict["checks"][13];
    let fields: Vec<_> = check.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(fields, ["code", "expected", "fix", "id", "observed", "status"]);
    assert_eq!(
        (check["id"].as_str(), check["status"].as_str()),
        (Some("jellyfin.trusts_proxy"), Some("fail"))
    );
    assert_eq!(check["code"], "proxy_not_known");
    assert_eq!(verdict["checks"][0]["fix"], serde_json::Value::Null);
}
