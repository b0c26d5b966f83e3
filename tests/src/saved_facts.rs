use engine::facts::{HostFacts, collect};
use engine::host::Host;
use engine::plan::plan;
use engine::request::{CertificateForm, Request, SetupForm};

use crate::DOMAIN;

/// Sees that the facts of a machine are the same after they were saved, and so is what is planned on them.
///
/// # Panics
/// When they differ.
#[track_caller]
pub fn assert_facts_survive(host: &dyn Host, proxy: &str, version: Option<&str>) {
    let form = SetupForm {
        proxy: Some(proxy.to_owned()),
        domain: DOMAIN.to_owned(),
        certificate: CertificateForm::LocalCa,
        ..SetupForm::default()
    };
    let request = Request::parse(&form).expect("a form without a fault");
    let mut wanted = request.wanted();
    wanted.proxy_version = version.map(|version| version.parse().expect("a version"));
    let facts = collect(host, &wanted);
    let saved = serde_json::to_string(&facts).expect("facts are plain data");
    let read: HostFacts = serde_json::from_str(&saved).expect("what was just written");
    assert_eq!(read, facts);
    assert_eq!(plan(&read, &request), plan(&facts, &request));
}
