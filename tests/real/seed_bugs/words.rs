//! What the document says beside its configurations.

use std::fs;
use std::os::unix::fs::symlink;

use engine::facts::ConfigCheck;
use engine::proxies::ProxyKind;
use tests::{DOMAIN, Lab, Seed, Server, product};

use super::both::Scene;

const ARCHIVE: &str = "/etc/letsencrypt/archive/media.example.test";
const LIVE: &str = "/etc/letsencrypt/live/media.example.test";

/// The document has Apache look one folder too high, and HAProxy for a file that certbot does not make.
pub(super) fn s15_certificate_where_certbot_has_none() {
    obtain_as_certbot();
    let found = product(["detect", "--json"]).json();
    let found = found["certificates"].as_array().unwrap().iter();
    let paths: Vec<String> = found.map(|certificate| certificate.to_string()).collect();
    assert!(paths.iter().any(|path| path.contains(&format!("{LIVE}/fullchain.pem"))), "{paths:#?}");

    let (cert, key) = (format!("{LIVE}/fullchain.pem"), format!("{LIVE}/privkey.pem"));
    for proxy in ["apache", "haproxy"] {
        let lab = Lab::with(proxy);
        lab.setup(&["--cert", &cert, "--key", &key]).expect(0);
        let written = would_start(&lab.server);
        lab.undo();
        lab.server.stop();
        Seed::of(proxy).put_as_written(DOMAIN);
        assert_eq!((would_start(&Server::of(proxy)), written), (false, true), "{proxy}");
    }
}

/// Wrong since Base URL came with 10.4. The document's blocks also pass everything else of the name to Jellyfin, so that
/// nothing can live beside it.
pub(super) fn s16_url_path_need_not_be_the_root() {
    for proxy in ProxyKind::words() {
        let network_xml = "<BaseUrl>/jellyfin</BaseUrl>";
        let scene = Scene { proxy, setup: &["--base-path", "/jellyfin"], change: |_| {}, network_xml };
        let both = scene.on_both(|site| {
            let below = site.visitor.get("/jellyfin/System/Info/Public").status;
            site.visitor.get("/elsewhere");
            (below, site.jellyfin.seen().iter().any(|seen| seen.target == "/elsewhere"))
        });
        assert_eq!(both.written, (200, false), "{proxy}");
        assert_eq!(both.seed, (200, true), "{proxy}");
    }
}

fn would_start(server: &Server) -> bool {
    matches!(server.config_check(), ConfigCheck::Passed { .. })
}

/// The files and links that certbot leaves.
fn obtain_as_certbot() {
    let certificate = testkit::certificate_for(&[DOMAIN], 2020..2040);
    for folder in [ARCHIVE, LIVE] {
        fs::create_dir_all(folder).unwrap();
    }
    for (name, text) in [
        ("cert", certificate.leaf.clone()),
        ("chain", certificate.ca.clone()),
        ("fullchain", certificate.chain()),
        ("privkey", certificate.key.clone()),
    ] {
        fs::write(format!("{ARCHIVE}/{name}1.pem"), text).unwrap();
        symlink(format!("../../archive/{DOMAIN}/{name}1.pem"), format!("{LIVE}/{name}.pem")).unwrap();
    }
}
