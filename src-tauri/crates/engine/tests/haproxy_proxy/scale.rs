//! Large configurations cost what their size is, and no more.

use std::time::Instant;

use crate::machine::{bookworm_with, facts, form, planned};

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

/// Ten times the sites may cost thirty times the time: between linear and quadratic, with room for a
/// busy machine.
#[test]
fn time_grows_with_the_size() {
    let time = |sites: usize| {
        let host = bookworm_with(&configuration(sites)).file("/etc/haproxy/certs/a.pem", "");
        let began = Instant::now();
        let install = &facts(&host, &form()).installs[0];
        assert_eq!(install.sites.len(), 1 + sites / 10);
        planned(&host, &form()).unwrap();
        let time = began.elapsed();
        println!("{sites} sites: {time:?}");
        time
    };
    let small = time(1_000).max(std::time::Duration::from_millis(20));
    assert!(time(10_000) < small * 30);
}

#[test]
fn large_lines_and_files_are_answered() {
    let word = "x".repeat(1 << 20);
    for cfg in [
        format!("global\n    # {word}\n"),
        format!("global\n    description {word}\n"),
        format!("global\n    description '{word}\n"),
        format!(
            "frontend a\n    mode http\n    bind :80\n    acl x hdr(host) {}\n",
            "a.test ".repeat(1 << 17)
        ),
        "global\n".to_owned() + &"\n".repeat(10 << 20),
        "global\n".to_owned() + &"    daemon\n".repeat(1 << 20),
        "global\n".to_owned() + &".if 1\n".repeat(1_000) + &".endif\n".repeat(1_000),
        format!(".if {}1\n.endif\n", "(".repeat(1 << 20)),
    ] {
        let began = Instant::now();
        let _ = planned(&bookworm_with(&cfg), &form());
        println!("{} bytes: {:?}", cfg.len(), began.elapsed());
        assert!(began.elapsed() < std::time::Duration::from_secs(60));
    }
}
