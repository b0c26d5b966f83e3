//! HAProxy as somebody else has set it up: their frontends take the site in, what was there answers as
//! before, and undoing leaves no trace.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use engine::facts::ConfigCheck;
use serde_json::Value;
use testkit::certificate_for;
use tests::{Case, DOMAIN, Jellyfin, Lab, Visitor};

const CFG: &str = "/etc/haproxy/haproxy.cfg";

/// The names that were served before, and one that nobody knows.
const OLD: [&str; 3] = ["wiki.example.test", "shop.example.test", "unknown.example.test"];

/// Frontends of somebody else's, and what they have beside the main file.
struct Machine {
    name: &'static str,
    frontends: &'static str,
    files: &'static [(&'static str, &'static str)],
    /// Whether a visit without TLS is answered by HTTPS of the same name.
    redirects: bool,
}

const BACKENDS: &str = "
backend wiki
    http-request return status 200 content-type text/plain lf-string \"wiki %[req.hdr(host)] %[path]\"
backend shop
    http-request return status 200 content-type text/plain string shop
backend static
    http-request return status 404 content-type text/plain string nothing
backend certbot
    http-request return status 200 content-type text/plain string challenge
";

const MACHINES: &[Machine] = &[
    Machine {
        name: "one_frontend_one_certificate",
        frontends: "
frontend all
    bind :80
    bind :443 ssl crt /etc/haproxy/old/wiki.pem
    use_backend wiki if { hdr(host) -i wiki.example.test }
    use_backend shop if { hdr_beg(host) -i shop. }
    # everybody else
    default_backend static
",
        files: &[],
        redirects: true,
    },
    Machine {
        name: "two_frontends_redirect_all",
        frontends: "
frontend web
    bind :80
    http-request redirect scheme https code 301 unless { path_beg /.well-known/acme-challenge/ }
    use_backend certbot if { path_beg /.well-known/acme-challenge/ }
frontend secure
    bind :443 ssl crt /etc/haproxy/old/wiki.pem crt /etc/haproxy/old/shop.pem alpn h2,http/1.1
    option forwardfor
    http-request set-header X-Forwarded-Proto https
    use_backend certbot if { path_beg /.well-known/acme-challenge/ }
    use_backend wiki if { hdr(host) -i wiki.example.test }
    use_backend shop if { hdr(host) -i shop.example.test }
    use_backend static
",
        files: &[],
        redirects: true,
    },
    Machine {
        name: "folder_of_certificates",
        frontends: "
frontend all
    bind :80
    bind :443 ssl crt /etc/haproxy/old/
    acl known hdr(host) -i wiki.example.test
    use_backend wiki if known
    use_backend shop if { hdr_dom(host) example.test }
",
        files: &[],
        redirects: true,
    },
    Machine {
        name: "list_with_strict_sni",
        frontends: "
frontend all
    bind :80
    bind :443 ssl strict-sni crt-list /etc/haproxy/list.txt
    use_backend %[req.hdr(host),lower,map(/etc/haproxy/hosts.map,static)]
",
        files: &[
            (
                "/etc/haproxy/list.txt",
                "# certificates\n/etc/haproxy/old/wiki.pem\n/etc/haproxy/old/shop.pem [alpn h2] shop.example.test\n",
            ),
            ("/etc/haproxy/hosts.map", "wiki.example.test wiki\nshop.example.test shop\n"),
        ],
        redirects: true,
    },
    Machine {
        name: "redirect_to_another_name",
        frontends: "
frontend web
    bind :80
    http-request redirect prefix http://wiki.example.test unless { hdr(host) -i wiki.example.test }
    default_backend wiki
",
        files: &[],
        redirects: true,
    },
    Machine {
        name: "conditions_and_a_user_rule",
        frontends: "
frontend all
    bind :80
    bind :443 ssl crt /etc/haproxy/old/wiki.pem
.if version_atleast(2.4)
    http-request deny if { src 198.51.100.0/24 }
    use_backend shop if { hdr(host) -i shop.example.test }
.else
    use_backend nowhere
.endif
.if defined(NOT_SET_ANYWHERE)
    use_backend wiki
.endif
    default_backend wiki
",
        files: &[],
        redirects: true,
    },
];

pub(crate) fn cases() -> Vec<Case> {
    let named = |machine: &'static Machine| {
        Case::new(format!("fitting_haproxy::{}", machine.name), move || takes_the_site_in(machine))
    };
    let mut cases: Vec<Case> = MACHINES.iter().map(named).collect();
    cases.push(Case::new("fitting_haproxy::http_only", http_only));
    cases.push(Case::new("fitting_haproxy::queries_are_not_logged", queries_are_not_logged));
    cases.push(Case::new("fitting_haproxy::adopted", adopted));
    cases
}

/// Puts the frontends on the machine, with certificates for the old names.
fn put(machine: &Machine) {
    fs::create_dir_all("/etc/haproxy/old").unwrap();
    for name in ["wiki", "shop"] {
        let certificate = certificate_for(&[&format!("{name}.example.test")], 2020..2040);
        fs::write(format!("/etc/haproxy/old/{name}.pem"), certificate.combined()).unwrap();
    }
    for (file, text) in machine.files {
        fs::write(file, text).unwrap();
    }
    let before = fs::read_to_string(CFG).unwrap();
    fs::write(CFG, format!("{before}{}{BACKENDS}", machine.frontends)).unwrap();
}

/// What each old name answers on both ports, and the certificate that is shown for it.
fn answers() -> Vec<String> {
    let mut all = Vec::new();
    for name in OLD {
        all.push(curl(&["-sik", &format!("http://{name}/some/path?x=1"), "--connect-to", "::127.0.0.1:80"]));
        all.push(curl(&["-sik", &format!("https://{name}/some/path"), "--connect-to", "::127.0.0.1:443"]));
        all.push(shown_certificate(&["-servername", name]));
    }
    all.push(shown_certificate(&["-noservername"]));
    all
}

fn curl(arguments: &[&str]) -> String {
    let output = std::process::Command::new("curl").arg("--http1.1").args(arguments).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    format!("{arguments:?} {:?} {text}", output.status.code())
}

/// Ports that nobody listened on have a site of ours now.
fn nobody_answered(answer: &str) -> bool {
    answer.contains("Some(7)") || answer.ends_with("None")
}

fn shown_certificate(arguments: &[&str]) -> String {
    let output = std::process::Command::new("openssl")
        .args(["s_client", "-connect", "127.0.0.1:443"])
        .args(arguments)
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let begin = text.find("-----BEGIN CERTIFICATE-----");
    let end = text.find("-----END CERTIFICATE-----");
    format!("{arguments:?} {:?}", begin.zip(end).map(|(begin, end)| text[begin..end].to_owned()))
}

/// Nothing is amiss but what is the frontend's own affair, and was said before.
#[track_caller]
fn assert_healthy(checked: &Value) {
    let checks = checked["checks"].as_array().unwrap().iter();
    let faults: Vec<&Value> = checks
        .filter(|check| check["status"] == "fail" || check["status"] == "warn")
        .filter(|check| check["code"] != "http2_not_offered")
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
    assert_ne!(checked["verdict"], "broken", "{checked:#}");
}

fn warnings(lab: &Lab) -> Vec<String> {
    match lab.server.config_check() {
        ConfigCheck::Passed { warnings } => warnings,
        other @ (ConfigCheck::NotAsked | ConfigCheck::Failed { .. }) => panic!("{other:?}"),
    }
}

fn takes_the_site_in(machine: &Machine) {
    put(machine);
    let lab = Lab::of("haproxy", Jellyfin::ready());
    let (before, warned) = (answers(), warnings(&lab));
    let done = lab.setup(&[]).expect(0).json();
    assert_healthy(&done["check"]);
    let after = answers();
    for (before, after) in before.iter().zip(&after).filter(|(before, _)| !nobody_answered(before)) {
        assert_eq!(after, before, "what was there answers otherwise");
    }
    assert_eq!(warnings(&lab), warned, "HAProxy warns of more than before");

    // Who the visitor is holds in somebody else's frontend too, each field once.
    let forged =
        [("X-Forwarded-For", "127.0.0.1"), ("X-Real-IP", "127.0.0.1"), ("X-Forwarded-Proto", "spoof")];
    assert_eq!(lab.visitor().get_with("/health?who", &forged).status, 200);
    let seen = lab.jellyfin.seen().into_iter().rfind(|seen| seen.target == "/health?who").unwrap();
    for (name, value) in [("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https")] {
        let fields = seen.headers.iter().filter(|(field, _)| field.eq_ignore_ascii_case(name));
        let values: Vec<&str> = fields.map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, [value], "{name}: {seen:#?}");
    }
    if machine.redirects {
        let answer = Visitor::by_http().get("/web/x?y=1");
        let location = answer.header("Location").to_owned();
        assert_eq!((answer.status, location.as_str()), (301, "https://media.example.test/web/x?y=1"));
    }

    assert_proof_is_found(&lab);
    let again = lab.setup(&[]).expect(0).json();
    assert_eq!(again["steps"].as_array().map(Vec::len), Some(0), "{again:#}");
    lab.undo();
    assert_eq!(answers(), before, "once undone");
}

/// A certificate authority comes by plain HTTP, follows to HTTPS, and finds certbot's proof: ours, or that of a
/// backend that somebody has for it.
#[track_caller]
fn assert_proof_is_found(lab: &Lab) {
    let certbot = TcpListener::bind((Ipv4Addr::LOCALHOST, 8888)).unwrap();
    std::thread::spawn(move || {
        for mut stream in certbot.incoming().flatten().take(2) {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream
                .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nchallenge");
        }
    });
    let path = "/.well-known/acme-challenge/token";
    let first = Visitor::by_http().get(path);
    let last = if first.status == 301 { lab.visitor().get(path) } else { first };
    assert_eq!(last.text(), "challenge", "{}", last.status);
}

fn http_only() {
    put(&MACHINES[0]);
    let lab = Lab::of("haproxy", Jellyfin::ready());
    let before = answers();
    lab.setup(&["--no-tls"]).expect(0);
    assert_healthy(&lab.check(&format!("http://{DOMAIN}"), "127.0.0.1:80", &[]).expect(0).json());
    assert_eq!(answers(), before);
    lab.undo();
}

/// Debian's `option httplog` would write the whole request line.
fn queries_are_not_logged() {
    put(&MACHINES[0]);
    let log = "/var/lib/haproxy/dev/log";
    fs::create_dir_all(Path::new(log).parent().unwrap()).unwrap();
    let socket = std::os::unix::net::UnixDatagram::bind(log).unwrap();
    fs::set_permissions(log, std::os::unix::fs::PermissionsExt::from_mode(0o666)).unwrap();
    // Read from the first moment on: the kernel keeps ten messages and drops the rest.
    let (send, messages) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut message = [0; 8192];
        while let Ok(length) = socket.recv(&mut message) {
            let _ = send.send(String::from_utf8_lossy(&message[..length]).into_owned());
        }
    });
    let lab = Lab::of("haproxy", Jellyfin::ready());
    lab.setup(&[]).expect(0);
    for visitor in [lab.visitor(), Visitor::by_http()] {
        visitor.get("/Videos/1/stream?api_key=5ec4e7");
    }
    Visitor::by_http().calling("wiki.example.test").get("/last?query=shown");
    let mut logged = String::new();
    while let Ok(message) = messages.recv_timeout(std::time::Duration::from_secs(5)) {
        logged += &message;
        if message.contains("/last") {
            break;
        }
    }
    assert!(logged.contains("/last?query=shown"), "the user's own sites are logged as before: {logged}");
    assert!(!logged.contains("5ec4e7"), "{logged}");
}

/// A hand-written site gives way with its certificate and its own rules, and comes back whole.
fn adopted() {
    put(&MACHINES[1]);
    let certificate = certificate_for(&[DOMAIN], 2020..2040);
    fs::write("/etc/haproxy/old/films.pem", certificate.combined()).unwrap();
    let hand = fs::read_to_string(CFG)
        .unwrap()
        .replace(
            "    use_backend wiki if",
            "    acl films hdr(host) -i media.example.test\n    use_backend films if films\n    use_backend wiki if",
        )
        .replace("crt /etc/haproxy/old/shop.pem", "crt /etc/haproxy/old/shop.pem crt /etc/haproxy/old/films.pem");
    let backend = "
backend films
    # nobody from there
    http-request deny if { src 198.51.100.0/24 }
    http-response set-header X-Robots-Tag noindex
    option forwardfor
    server jellyfin localhost:8096
";
    fs::write(CFG, hand + backend).unwrap();
    let lab = Lab::of("haproxy", Jellyfin::ready());
    let (before, warned) = (answers(), warnings(&lab));
    assert!(lab.setup(&[]).expect(3).json().to_string().contains("jellyfin_site_exists"));
    let done =
        tests::product(["setup", "--yes", "--json", "--proxy", "haproxy", "--domain", DOMAIN, "--adopt"]);
    // The authority of the old certificate is nobody's whom the check trusts, which is as it was.
    let visitor = Visitor::by_https(&certificate.ca);
    let done = done.json();
    assert_eq!(visitor.get("/health").header("X-Robots-Tag"), "noindex", "{done:#}");
    assert!(fs::read_to_string(CFG).unwrap().contains("# jellyfin-proxy begin"), "{done:#}");
    assert_eq!((answers(), warnings(&lab)), (before, warned));
    lab.undo();
    assert_eq!(visitor.get("/health").header("X-Robots-Tag"), "noindex");
}
