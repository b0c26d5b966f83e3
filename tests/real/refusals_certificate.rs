//! Certificates that no server or no visitor would take, found before anything is written.

use std::fs;

use testkit::certificate_for;
use tests::{Case, DOMAIN, Lab};

use crate::refusals::assert_refused;

/// A key behind a passphrase has this form (PKCS #8); no server can ask for the passphrase.
const ENCRYPTED_KEY: &str = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGbMFcGCSqGSIb3DQEFDTBKMA==\n-----END ENCRYPTED PRIVATE KEY-----\n";

const FAULTS: &[(&str, &str, &str)] = &[
    ("absent.pem", "good.key", "certificate_missing"),
    ("good.pem", "absent.key", "certificate_missing"),
    ("folder", "good.key", "certificate_unreadable"),
    ("text.pem", "good.key", "certificate_not_pem"),
    ("good.key", "good.key", "certificate_not_pem"),
    ("good.pem", "text.pem", "certificate_key_missing"),
    ("good.pem", "encrypted.key", "certificate_key_missing"),
    ("good.pem", "other.key", "certificate_key_mismatch"),
    ("other.pem", "other.key", "certificate_name_mismatch"),
    ("expired.pem", "expired.key", "certificate_expired"),
    ("future.pem", "future.key", "certificate_not_yet_valid"),
];

const COMBINED_FAULTS: &[(&str, &str)] = &[
    ("absent.pem", "certificate_missing"),
    ("good.pem", "certificate_key_missing"),
    ("good.key", "certificate_not_pem"),
];

pub(crate) fn cases() -> Vec<Case> {
    Case::of_every_proxy("refusals", &[("certificates", certificates)])
}

fn certificates(proxy: &str) {
    make_certificates();
    let lab = Lab::with(proxy);
    let at = |name: &str| format!("/etc/ssl/given/{name}");
    for (cert, key, code) in FAULTS {
        assert_refused(&lab, lab.setup(&["--cert", &at(cert), "--key", &at(key)]), code);
    }
    for (pem, code) in COMBINED_FAULTS {
        assert_refused(&lab, lab.setup(&["--pem", &at(pem)]), code);
    }
    // The same files without a fault are taken.
    let given = ["--cert", &at("good.pem"), "--key", &at("good.key"), "--known-proxies", "leave"];
    lab.setup(&given).expect(0);
    lab.undo();
}

fn make_certificates() {
    fs::create_dir_all("/etc/ssl/given/folder").unwrap();
    let write = |name: &str, text: &str| fs::write(format!("/etc/ssl/given/{name}"), text).unwrap();
    for (name, domain, years) in [
        ("good", DOMAIN, 2020..2090),
        ("other", "other.example.test", 2020..2090),
        ("expired", DOMAIN, 2020..2021),
        ("future", DOMAIN, 2090..2091),
    ] {
        let certificate = certificate_for(&[domain], years);
        write(&format!("{name}.pem"), &certificate.chain());
        write(&format!("{name}.key"), &certificate.key);
    }
    write("text.pem", "this is no certificate\n");
    write("encrypted.key", ENCRYPTED_KEY);
}
