//! What stands in the way, in the words that a user reads.

use engine::plan::Refusal;
use testkit::FolderHost;

use crate::machine::{debian, form, planned, trixie, with_site};

fn told(refusal: &Refusal) -> String {
    let ways: String = refusal.ways().iter().map(|way| format!("  - {way}\n")).collect();
    format!("[{}] {refusal}\n{}\n{ways}", refusal.code(), refusal.next())
}

fn golden(name: &str, host: &FolderHost) {
    insta::assert_snapshot!(name, told(&planned(host, &form()).unwrap_err()));
}

fn with_main(conf: &str) -> FolderHost {
    trixie().file("/etc/nginx/nginx.conf", conf)
}

#[test]
fn each_conflict_says_what_to_do() {
    let site = |text: &str| with_site(trixie(), "site", text);
    golden("same-name", &site("\nserver {\n  listen 80;\n  server_name a.test jellyfin.example.com;\n}\n"));
    golden("same-name-and-below", &site("server { listen 443 ssl; server_name .jellyfin.example.com; }"));
    golden(
        "proxy-protocol",
        &site("# behind\nserver { listen 443 ssl proxy_protocol; server_name a.test; }"),
    );
    golden("single-address", &site("server { listen 127.0.0.1:443 ssl; server_name a.test; }"));
    golden("other-language", &site("server { listen 443; server_name a.test; }"));
    golden("second-default", &site("server { listen 80 default_server; }"));
    golden(
        "stream-by-name",
        &with_main(
            "events {}\nstream {\n  map $ssl_preread_server_name $to { default 127.0.0.1:8443; }\n  server {\n    listen 443;\n    ssl_preread on;\n    proxy_pass $to;\n  }\n}\nhttp { include sites-enabled/*; }\n",
        ),
    );
    golden(
        "stream",
        &with_main(
            "events {}\nstream { server { listen 443; proxy_pass 127.0.0.1:8443; } }\nhttp { include sites-enabled/*; }\n",
        ),
    );
    golden("same-upstream", &site("\nupstream jellyfin_jellyfin_example_com { server 127.0.0.1:1; }"));
    golden("same-variable", &site("map $a $jellyfin_jellyfin_example_com_host { default b; }"));
    golden("not-understood", &site("server {\n  listen 80;\n  server_name \"a.test;\n}\n"));
}

#[test]
fn each_note_on_a_neighbour_says_what_becomes_of_it() {
    for (name, version, site) in [
        ("note-wildcard", "1.26.3", "server { listen 443 ssl; server_name *.example.com; }"),
        (
            "note-pattern",
            "1.26.3",
            "server { listen 443 ssl; server_name \"~^(?<user>.+)\\.example\\.com$\"; }",
        ),
        ("note-http2", "1.22.1", "server { listen 443 ssl; server_name a.test; }"),
        ("note-default", "1.26.3", "server { listen 443 ssl; server_name a.test; }"),
    ] {
        let file = if name == "note-default" { "zzz" } else { "site" };
        let plan = planned(&with_site(debian(version, "3.0.20"), file, site), &form()).unwrap();
        let findings = plan.findings.iter().filter(|finding| {
            !["local_ca", "known_proxies_left", "jellyfin_not_asked"].contains(&finding.code.as_str())
        });
        let told = findings.map(|finding| {
            let next = finding.next.as_deref().unwrap_or("-");
            format!("[{}] {}\n  {next}\n", finding.code, finding.message)
        });
        insta::assert_snapshot!(name, told.collect::<String>());
    }
}
