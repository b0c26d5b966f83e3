//! The certificates that are made here, as their users see them.

use std::time::Duration;

use engine::facts::{CertificateFacts, Evidence, KeyFit, read_certificate};
use engine::host::Host;
use engine::plan::{Plan, Step};
use jiff::Timestamp;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use system::host::TreeHost;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use crate::Case;
use crate::job::{self, path};
use crate::root_side::RootSide;
use crate::talk::{done, good, undone};
use crate::tree::{DOMAIN, Tree};

pub(crate) const CASES: &[Case] = &[
    ("certificates::clients_with_the_authority_accept_the_site", clients_accept_the_site),
    ("certificates::one_authority_serves_every_name", one_authority_serves_every_name),
    ("certificates::an_unusable_authority_is_replaced", an_unusable_authority_is_replaced),
    ("certificates::only_what_fits_is_combined", only_what_fits_is_combined),
];

const CA: &str = "/etc/jellyfin-proxy/ca/ca.crt";
const CA_KEY: &str = "/etc/jellyfin-proxy/ca/ca.key";

fn issuing(domain: &str) -> Plan {
    let mut steps: Vec<Step> = ["", "/ca", "/certs", &format!("/certs/{domain}")]
        .iter()
        .map(|below| Step::MakeFolder { path: path(&format!("/etc/jellyfin-proxy{below}")), mode: 0o755 })
        .collect();
    steps.push(job::issue(domain));
    job::plan(steps)
}

fn issue(tree: &Tree, domain: &str) -> CertificateFacts {
    done(RootSide::planning(tree.root(), issuing(domain)).start().job(good).unwrap());
    let at = |file: &str| path(&format!("/etc/jellyfin-proxy/certs/{domain}/{file}"));
    let host = TreeHost::open(tree.root()).unwrap();
    read_certificate(&Evidence::new(&host), &at("fullchain.pem"), &at("privkey.pem")).unwrap()
}

fn clients_accept_the_site() {
    let tree = Tree::new();
    let facts = issue(&tree, DOMAIN);
    let now = Timestamp::now();
    facts.judge(&DOMAIN.parse().unwrap(), now).unwrap();
    assert_eq!((facts.chain_length, facts.chain_in_order, facts.key_fit), (2, true, KeyFit::Fits));
    assert!(facts.issuer.contains("Jellyfin Proxy Wizard local CA (attic)"), "{}", facts.issuer);
    let days = (facts.not_after.as_second() - facts.not_before.as_second()) / 86_400;
    assert!(days <= 397, "{days} days");
    for (file, mode) in [(CA, 0o644), (CA_KEY, 0o600)] {
        assert_eq!(tree.mode(file), mode, "{file}");
    }
    assert_eq!(tree.mode(&format!("/etc/jellyfin-proxy/certs/{DOMAIN}/privkey.pem")), 0o600);
    assert_accepted(&tree, DOMAIN);
    // A name that is longer than a common name may be.
    let long = format!("{}.{}.example.test", "a".repeat(60), "b".repeat(60));
    issue(&tree, &long);
    assert_accepted(&tree, &long);
}

/// As a client does that knows the authority and nothing else.
fn assert_accepted(tree: &Tree, domain: &str) {
    let ca = CertificateDer::from_pem_slice(tree.read(CA).as_bytes()).unwrap();
    let anchor = anchor_from_trusted_cert(&ca).unwrap();
    let chain = tree.read(&format!("/etc/jellyfin-proxy/certs/{domain}/fullchain.pem"));
    let leaf = CertificateDer::from_pem_slice(chain.as_bytes()).unwrap();
    let leaf = EndEntityCert::try_from(&leaf).unwrap();
    let now = UnixTime::since_unix_epoch(Duration::from_secs(Timestamp::now().as_second().unsigned_abs()));
    leaf.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &[anchor],
        &[],
        now,
        KeyUsage::server_auth(),
        None,
        None,
    )
    .unwrap();
    leaf.verify_is_valid_for_subject_name(&ServerName::try_from(domain.to_owned()).unwrap()).unwrap();
    let other = ServerName::try_from("other.test").unwrap();
    leaf.verify_is_valid_for_subject_name(&other).unwrap_err();
}

fn one_authority_serves_every_name() {
    let tree = Tree::new();
    issue(&tree, DOMAIN);
    let authority = (tree.read(CA), tree.read(CA_KEY));
    let before = tree.look();
    issue(&tree, "films.example.test");
    assert_eq!((tree.read(CA), tree.read(CA_KEY)), authority);
    assert_accepted(&tree, "films.example.test");
    let mut talk = RootSide::files(tree.root()).start();
    talk.greet().unwrap();
    undone(talk.undo(None, false));
    tree.look().assert_same(&before, "the first name keeps its own");
}

fn an_unusable_authority_is_replaced() {
    let soon = testkit::certificate_for(&["ca.test"], 2026..2027);
    let lasting = testkit::certificate_for(&["ca.test"], 2026..2040);
    let other = testkit::certificate_for(&["ca.test"], 2026..2040);
    assert!(TreeHost::open(Tree::new().root()).unwrap().now() > "2026-01-02T00:00:00Z".parse().unwrap());
    for (what, certificate, key) in [
        ("it ends before the site's would", &soon.leaf, &soon.key),
        ("the key is another's", &lasting.leaf, &other.key),
        ("no certificate", &"hello\n".to_owned(), &lasting.key),
        ("no key", &lasting.leaf, &String::new()),
    ] {
        let tree = Tree::new();
        tree.file(CA, certificate, 0o644);
        tree.file(CA_KEY, key, 0o600);
        let before = tree.look();
        issue(&tree, DOMAIN);
        assert_ne!(&tree.read(CA), certificate, "{what}");
        assert_accepted(&tree, DOMAIN);
        let mut talk = RootSide::files(tree.root()).start();
        talk.greet().unwrap();
        undone(talk.undo(None, false));
        tree.look().assert_same(&before, what);
    }
}

fn only_what_fits_is_combined() {
    let other = testkit::certificate_for(&[DOMAIN], 2026..2036);
    let combine = || {
        job::plan(vec![Step::CombinePem {
            path: path("/etc/haproxy/certs/site.pem"),
            cert: path("/etc/letsencrypt/live/m/fullchain.pem"),
            key: path("/etc/letsencrypt/live/m/privkey.pem"),
        }])
    };
    for (what, key) in [("another's key", other.key.as_str()), ("no key", "root:x:0:0\n"), ("nothing", "")] {
        let tree = Tree::new();
        std::fs::write(tree.at("/etc/letsencrypt/archive/m/privkey1.pem"), key).unwrap();
        let before = tree.look();
        let undone = undone(RootSide::planning(tree.root(), combine()).start().job(good).unwrap());
        assert_eq!(undone.why.unwrap().code, "certificate_unusable", "{what}");
        tree.look().assert_same(&before, what);
    }
}
