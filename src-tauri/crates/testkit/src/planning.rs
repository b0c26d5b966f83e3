use engine::facts::{HostFacts, Install, collect};
use engine::host::Host;
use engine::plan::{Plan, Refusal, plan};
use engine::request::{CertificateForm, KnownProxies, Request, SetupForm};

/// The domain that [`form`] asks for.
pub const DOMAIN: &str = "jellyfin.example.com";

/// The usual request, for the proxy of that word or for the one that is proposed: HTTPS with a certificate
/// of this machine's own, Jellyfin left alone.
pub fn form(proxy: Option<&str>) -> SetupForm {
    SetupForm {
        proxy: proxy.map(str::to_owned),
        domain: DOMAIN.to_owned(),
        certificate: CertificateForm::LocalCa,
        known_proxies: KnownProxies::Leave,
        ..SetupForm::default()
    }
}

/// The request in each setting that every proxy writes down in a way of its own, by a name for its golden.
pub fn settings(form: &SetupForm) -> Vec<(&'static str, SetupForm)> {
    let form = || form.clone();
    let base_path = || SetupForm { base_path: Some("/media".to_owned()), ..form() };
    let no_tls = |form: SetupForm| SetupForm { certificate: CertificateForm::NoTls, ..form };
    vec![
        ("tls", form()),
        ("base-path", base_path()),
        ("other-ports", SetupForm { http_port: Some(8080), https_port: Some(8443), ..base_path() }),
        ("http-only", no_tls(form())),
        ("http-only-other-port", SetupForm { http_port: Some(8080), ..no_tls(base_path()) }),
        ("hsts", SetupForm { hsts: true, ..form() }),
        ("distant-upstream", SetupForm { upstream: Some("http://[2001:db8::7]:18096".to_owned()), ..form() }),
    ]
}

/// What is found on a machine by somebody who asks this.
///
/// # Panics
/// When the form is not one that can be asked.
pub fn facts(host: &dyn Host, form: &SetupForm) -> HostFacts {
    collect(host, &request(form).wanted())
}

/// The install of the proxy that is asked for.
///
/// # Panics
/// When it is not found.
pub fn install(host: &dyn Host, form: &SetupForm) -> Install {
    let asked = form.proxy.as_deref().expect("a form that names its proxy");
    let found = facts(host, form).installs;
    found.into_iter().find(|install| install.proxy.word() == asked).expect("the proxy that is asked for")
}

/// What is planned for a machine.
///
/// # Errors
/// When there is no plan.
///
/// # Panics
/// When the form is not one that can be asked.
pub fn planned(host: &dyn Host, form: &SetupForm) -> Result<Plan, Refusal> {
    plan(&facts(host, form), &request(form))
}

/// The codes of what a plan says beforehand.
pub fn codes(plan: &Plan) -> Vec<&str> {
    plan.findings.iter().map(|finding| finding.code.as_str()).collect()
}

fn request(form: &SetupForm) -> Request {
    Request::parse(form).expect("a form that can be asked")
}
