//! Whatever stands in a file: it is read, or refused, and nothing of it is lost.

use engine::plan::Step;
use engine::text::Mark;
use testkit::fuzz;

use crate::machine::{CFG, DEBIAN_CFG, applied, bookworm, form, planned};

const GROWN: &str = "\
global
    setenv PORT 8081
defaults base
    mode http
    option httplog
    log stdout local0
    timeout client 50s
frontend web from base
    bind :80
    acl wiki hdr(host) -i wiki.test 'x y'
    http-request redirect scheme https if !{ ssl_fc } { path_beg /.well-known/acme-challenge/ }
.if version_atleast(2.4) && !defined(X)
    use_backend wiki if wiki or { hdr_end(host) .test }
.else
    redirect prefix https://a.test
.endif
frontend secure
    mode http
    bind \"*:443\" ssl crt /etc/haproxy/certs crt-list /etc/haproxy/list strict-sni
    use_backend %[req.hdr(host),lower,map(/etc/haproxy/map,rest)]
    default_backend rest
backend wiki
    server w 10.0.0.1:80
";

const WORDS: [&str; 34] = [
    "\n",
    "\nfrontend f\n",
    "\nbackend b\n",
    "\nlisten l\n",
    "\ndefaults d\n",
    " from base",
    "\nbind :80\n",
    "\nbind :443 ssl crt /etc/haproxy/certs\n",
    "\nmode tcp\n",
    "\nmode http\n",
    "\n.if defined(Y)\n",
    "\n.if 0\n",
    "\n.else\n",
    "\n.endif\n",
    "\nuse_backend b if TRUE\n",
    "\nuse_backend b unless { hdr(host) a }\n",
    "\nhttp-request deny if { src 10.0.0.0/8 }\n",
    "\nhttp-request redirect scheme https\n",
    " accept-proxy",
    "\"",
    "'",
    "\\",
    "\\x",
    "#",
    "${",
    "$PORT",
    "{",
    "}",
    "!",
    "\0",
    "\r\n",
    "\u{fe}",
    " crt-list ",
    "\n# jellyfin-proxy begin other.test\nacl x hdr(host) y\n# jellyfin-proxy end other.test 0\n",
];

#[test]
fn any_file_is_planned_for_or_refused() {
    let seeds: [&[u8]; 3] = [DEBIAN_CFG.as_bytes(), GROWN.as_bytes(), b""];
    fuzz(&seeds, &WORDS, |bytes| {
        let host = bookworm()
            .file(CFG, bytes)
            .file("/etc/haproxy/certs/a.pem", "")
            .file("/etc/haproxy/list", "/etc/haproxy/certs/a.pem\n");
        let plan = match planned(&host, &form()) {
            Ok(plan) => plan,
            Err(refusal) => return assert!(!refusal.next().is_empty()),
        };
        let after = plan.steps.iter().find_map(|step| match step {
            Step::WriteFile { path, content, .. } if path.as_str() == CFG => Some(content.as_bytes()),
            _ => None,
        });
        assert_eq!(others(after.expect("a site has backends")), others(bytes), "another's bytes are changed");
        let again = planned(&applied(host, &plan), &form()).unwrap();
        assert_eq!(again.steps, [], "a second plan changes something");
    });
}

/// What is not ours: without our blocks, our word in a bind line, and the empty line before new sections.
fn others(file: &[u8]) -> String {
    let blocks = Mark::find(file).into_iter().filter(|block| block.domain == "jellyfin.example.com");
    let mut kept = Vec::new();
    let mut at = 0;
    for block in blocks {
        kept.extend_from_slice(&file[at..block.span.start]);
        at = block.span.end;
    }
    kept.extend_from_slice(&file[at..]);
    let text = String::from_utf8_lossy(&kept)
        .replace(" crt /etc/haproxy/jellyfin-proxy/jellyfin.example.com.pem", "");
    text.trim_end_matches('\n').to_owned()
}
