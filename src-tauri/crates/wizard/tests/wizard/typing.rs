use wizard::state::Circumstances;
use wizard::view::{PointsTo, Resolved};
use wizard::work::{Found, Work};
use wizard::{CertificateChoice, Intent};

use crate::desk::Desk;

fn at_domain() -> Desk {
    let mut desk = Desk::new(Circumstances::default());
    for _ in 0..3 {
        desk.want(Intent::Next);
        desk.answer_all();
    }
    desk
}

#[test]
fn an_answer_that_comes_too_late_says_nothing() {
    let mut desk = at_domain();
    desk.want(Intent::TypeDomain { text: "old.example.com".to_owned() });
    desk.want(Intent::TypeDomain { text: "new.example.com".to_owned() });
    let tickets: Vec<_> = desk
        .waiting
        .iter()
        .filter_map(|work| match work {
            Work::LookUp(ticket, _) => Some(*ticket),
            _ => None,
        })
        .collect();
    let leads = |address: &str| PointsTo { meaning: Resolved::Public, addresses: vec![address.to_owned()] };
    desk.learn(Found::Name(tickets[1], leads("203.0.113.2")));
    desk.learn(Found::Name(tickets[0], leads("203.0.113.1")));
    let shown = desk.view().domain.points_to.unwrap();
    assert_eq!(shown.addresses, ["203.0.113.2"]);
}

#[test]
fn a_name_that_makes_no_sense_is_said_as_it_is_typed() {
    let mut desk = at_domain();
    assert_eq!(desk.view().domain.problem, None, "nothing is wrong with what was not typed yet");
    assert_eq!(desk.view().next_needs.as_deref(), Some("domain_missing"));
    for (text, code) in [("a.test; }", "domain_bad_character"), ("192.0.2.1", "domain_is_address")] {
        desk.want(Intent::TypeDomain { text: text.to_owned() });
        let view = desk.view();
        assert_eq!(view.domain.problem.unwrap().code, code, "{text}");
        assert_eq!(view.next_needs.as_deref(), Some(code), "{text}");
        assert!(!desk.waiting.iter().any(|work| matches!(work, Work::LookUp(..))), "{text} is not looked up");
    }
}

#[test]
fn two_ports_of_one_number_are_told() {
    let mut desk = at_domain();
    desk.want(Intent::TypeDomain { text: "a.example.com".to_owned() });
    desk.want(Intent::SetPorts { http: 443, https: 443 });
    assert_eq!(desk.view().domain.ports_problem.unwrap().code, "ports_equal");
    desk.want(Intent::SetPorts { http: 8080, https: 8443 });
    assert_eq!(desk.view().domain.url.as_deref(), Some("https://a.example.com:8443"));
}

#[test]
fn files_that_are_no_paths_are_told_by_field() {
    let mut desk = at_domain();
    desk.want(Intent::TypeDomain { text: "a.example.com".to_owned() });
    desk.want(Intent::Next);
    let choice = CertificateChoice::Files { cert: "chain.pem".to_owned(), key: "/etc/key.pem".to_owned() };
    desk.want(Intent::ChooseCertificate { choice });
    let view = desk.view();
    assert_eq!(view.certificate.problems[0].problem.code, "path_relative");
    assert_eq!(view.next_needs.as_deref(), Some("path_relative"));
    let choice = CertificateChoice::Files { cert: String::new(), key: String::new() };
    desk.want(Intent::ChooseCertificate { choice });
    assert!(desk.view().certificate.problems.is_empty(), "nothing was typed yet");
    assert!(desk.view().next_needs.is_some());
}
