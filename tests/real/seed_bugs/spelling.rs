//! Bugs that show on other versions than this Debian's: the text for those versions is read instead.

use engine::facts::ConfigCheck;
use tests::{DOMAIN, Seed, product};

use super::both::on_both;

/// `option httpchk … HTTP/1.1\r\nHost:\ x` is a warning from 2.4 on, which this one shows, and stops HAProxy from 2.7 on
/// (seen on 3.0.11 and 3.2.26: `hiding headers or body at the end of the version string is unsupported`).
pub(super) fn s06_check_hidden_in_a_version() {
    let hidden = |text: &str| text.lines().any(|line| line.contains("httpchk") && line.contains(r"\r\n"));
    assert!(hidden(&Seed::of("haproxy").text(DOMAIN, "/etc/ssl")));
    for version in ["2.2.9", "2.8.3", "3.2.26"] {
        let text = written("haproxy", version);
        assert!(text.contains("http-check send meth GET uri /health") && !hidden(&text), "{version}: {text}");
    }

    let both = on_both("haproxy", |site| match site.server.config_check() {
        ConfigCheck::Passed { warnings } => warnings,
        other @ (ConfigCheck::NotAsked | ConfigCheck::Failed { .. }) => panic!("{other:?}"),
    });
    assert!(both.seed.iter().any(|warning| warning.contains("option httpchk")), "{:?}", both.seed);
    assert_eq!(both.written, [""; 0]);
}

/// `listen 443 ssl http2` is a warning from 1.25.1 on (seen on 1.26.3); `http2 on` before stops nginx.
pub(super) fn s12_http2_in_a_spelling_of_its_time() {
    let spellings = |text: &str| {
        let lines = || text.lines().map(|line| line.trim_start_matches('+').trim());
        let on_listen = lines().any(|line| line.starts_with("listen ") && line.ends_with(" ssl http2;"));
        (on_listen, lines().any(|line| line == "http2 on;"))
    };
    let seed = Seed::of("nginx").text(DOMAIN, "/etc/ssl");
    assert_eq!(spellings(&seed), (true, false));
    for (version, expected) in [
        ("1.9.4", (false, false)),
        ("1.9.5", (true, false)),
        ("1.25.0", (true, false)),
        ("1.25.1", (false, true)),
        ("1.30.6", (false, true)),
    ] {
        let text = written("nginx", version);
        assert_eq!(spellings(&text), expected, "{version}: {text}");
    }
}

/// What would be written on this machine if its server had that version: each changed file as a diff.
fn written(proxy: &str, version: &str) -> String {
    let site = ["plan", "--json", "--root", "/", "--local-ca", "--domain", DOMAIN];
    let plan =
        product(site.into_iter().chain(["--proxy", proxy, "--proxy-version", version])).expect(0).json();
    let steps = plan["steps"].as_array().unwrap().iter();
    steps.filter_map(|step| step["diff"].as_str()).collect::<Vec<_>>().join("\n")
}
