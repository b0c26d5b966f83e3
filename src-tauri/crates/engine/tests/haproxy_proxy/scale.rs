//! Large configurations, and hostile ones. What reading them costs is measured by the bench.

use crate::machine::{bookworm_with, form, install, planned};

fn configuration(sites: usize) -> String {
    let mut text = String::from(
        "defaults\n    mode http\nfrontend web\n    bind :80\n    bind :443 ssl crt /etc/haproxy/certs\n",
    );
    for site in 0..sites {
        text += &format!(
            "    acl host{site} hdr(host) -i site{site}.test\n    use_backend back{site} if host{site}\n"
        );
    }
    text += "    default_backend back0\n";
    for site in 0..sites {
        text += &format!("backend back{site}\n    server s{site} 10.0.0.1:80 check\n");
    }
    for site in 0..sites / 10 {
        text +=
            &format!("frontend front{site}\n    bind :{}\n    default_backend back{site}\n", 10_000 + site);
    }
    text
}

#[test]
fn each_of_ten_thousand_sites_is_seen() {
    let sites = 10_000;
    let host = bookworm_with(&configuration(sites)).file("/etc/haproxy/certs/a.pem", "");
    assert_eq!(install(&host).sites.len(), 1 + sites / 10);
    planned(&host, &form()).unwrap();
}

#[test]
fn large_lines_and_files_are_answered() {
    let word = "x".repeat(1 << 20);
    let names = "a.test ".repeat(1 << 17);
    for (what, cfg, is_read) in [
        ("a comment", format!("global\n    # {word}\n"), true),
        ("a word", format!("global\n    description {word}\n"), true),
        ("an open quote", format!("global\n    description '{word}\n"), false),
        // HAProxy takes 64 words in a line.
        ("names", format!("frontend a\n    mode http\n    bind :80\n    acl x hdr(host) {names}\n"), false),
        ("empty lines", "global\n".to_owned() + &"\n".repeat(10 << 20), true),
        ("lines", "global\n".to_owned() + &"    daemon\n".repeat(1 << 20), false),
        ("conditions", "global\n".to_owned() + &".if 1\n".repeat(1_000) + &".endif\n".repeat(1_000), true),
        ("parentheses", format!(".if {}1\n.endif\n", "(".repeat(1 << 20)), false),
    ] {
        let answer = planned(&bookworm_with(&cfg), &form()).map(drop).map_err(|refusal| refusal.code());
        assert_eq!(answer, if is_read { Ok(()) } else { Err("config_not_understood") }, "{what}");
    }
}
