//! What holds for any file at all, in each of the three dialects.

mod machine;

use engine::facts::{HostFacts, collect};
use engine::plan::{Refusal, Step, plan};
use engine::proxies::{ProxyKind, Visit};
use engine::request::{CertificateForm, KnownProxies, Request, SetupForm};
use engine::text::Mark;
use testkit::applied;

use machine::Machine;

/// The name that a site is planned for.
const DOMAIN: &str = "jellyfin.example.com";

/// The file is read without a byte being lost; the machine with it is surveyed to an end; and a site is planned for
/// beside what it holds, or refused with a next step.
///
/// # Panics
/// When one of these is not so.
pub fn holds(proxy: &str, file: &[u8]) {
    let kind: ProxyKind = proxy.parse().expect("a proxy of the registry");
    #[cfg(fuzzing)]
    kind.proxy().assert_sound(file);
    let machine = Machine::of(proxy);
    let host = machine.with(file);
    let facts = collect(&host, &request(proxy, true).wanted());
    visited(&facts, kind);
    let refused = |refusal: &Refusal| assert!(!refusal.next().is_empty(), "{refusal} has no next step");
    let planned = [false, true].map(|adopt| (plan(&facts, &request(proxy, adopt)), adopt));
    planned.iter().filter_map(|(plan, _)| plan.as_ref().err()).for_each(refused);
    let Some((Ok(plan), is_adopted)) = planned.into_iter().find(|(plan, _)| plan.is_ok()) else { return };
    let written = plan.steps.iter().find_map(|step| match step {
        Step::WriteFile { path, content, .. } if path.as_str() == machine.file => Some(content.as_bytes()),
        _ => None,
    });
    if let Some(written) = written.filter(|_| !is_adopted) {
        assert_eq!(others(written), others(file), "another's bytes are changed");
    }
    let request = request(proxy, is_adopted);
    let after = collect(&applied(host, &plan), &request.wanted());
    let again = engine::plan::plan(&after, &request).expect("what was planned is planned again");
    assert_eq!(again.steps, [], "a second plan changes something");
}

/// Each visit is told its site, or why not.
fn visited(facts: &HostFacts, kind: ProxyKind) {
    let install = facts.installs.iter().find(|install| install.proxy == kind).expect("the machine has it");
    for (port, sni) in [(80, None), (443, Some(None)), (443, Some(Some("a.test".to_owned())))] {
        let visit = Visit { address: [127, 0, 0, 1].into(), port, sni, host: "a.test".to_owned() };
        kind.proxy().answering(facts, install, &visit);
    }
}

fn request(proxy: &str, adopt: bool) -> Request {
    let form = SetupForm {
        proxy: Some(proxy.to_owned()),
        domain: DOMAIN.to_owned(),
        certificate: CertificateForm::Pair { cert: machine::CERT.to_owned(), key: machine::KEY.to_owned() },
        known_proxies: KnownProxies::Leave,
        adopt,
        ..SetupForm::default()
    };
    Request::parse(&form).expect("a form without a fault")
}

/// What is not ours: without our blocks, our word in a line that listens, and the empty line before new sections.
fn others(file: &[u8]) -> String {
    let blocks = Mark::find(file).into_iter().filter(|block| block.domain == DOMAIN);
    let mut kept = Vec::new();
    let mut at = 0;
    for block in blocks {
        kept.extend_from_slice(&file[at..block.span.start]);
        at = block.span.end;
    }
    kept.extend_from_slice(&file[at..]);
    let word = format!("crt /etc/haproxy/jellyfin-proxy/{DOMAIN}.pem");
    let text =
        String::from_utf8_lossy(&kept).replace(&format!(" {word}"), "").replace(&format!("\t{word}"), "");
    text.trim_end_matches('\n').to_owned()
}
