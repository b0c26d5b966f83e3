//! The wizard in a browser, by what its page sends and is shown: on real servers, and for nobody else.

use serde_json::json;
use tests::{Case, DOMAIN, Lab, Page, PlainUser, ProxyTest};

pub(crate) fn cases() -> Vec<Case> {
    let each: &[(&str, ProxyTest)] = &[
        ("from_the_computer_to_a_healthy_site_and_back", whole_way),
        ("called_off_in_the_middle", called_off),
        ("called_off_at_once", called_off_at_once),
    ];
    let mut cases = Case::of_every_proxy("serving", each);
    cases.push(Case::new("serving::lets_nobody_else_in", lets_nobody_else_in));
    cases.push(Case::outside("serving::practice_as_plain_user", practice_as_plain_user));
    cases
}

/// Goes to the review by the shortest way.
fn review(page: &mut Page, proxy: &str, domain: &str) {
    page.want(&json!({"do": "begin"}));
    page.want(&json!({"do": "choose_proxy", "proxy": proxy}));
    page.want(&json!({"do": "next"}));
    page.want(&json!({"do": "next"}));
    page.until("Jellyfin is usable", |view| view["jellyfin"]["test"]["usable"] == true);
    page.want(&json!({"do": "next"}));
    page.want(&json!({"do": "type_domain", "text": domain}));
    page.want(&json!({"do": "next"}));
    page.want(&json!({"do": "choose_certificate", "choice": {"from": "local_ca"}}));
    page.want(&json!({"do": "next"}));
    page.until("the plan", |view| view["review"]["state"] == "planned");
}

fn agree(page: &Page) {
    page.want(&json!({"do": "agree", "plan_id": page.view["review"]["plan_id"]}));
}

fn whole_way(proxy: &str) {
    // The health test comes by the name, as visitors do.
    let hosts = std::fs::read_to_string("/etc/hosts").unwrap();
    std::fs::write("/etc/hosts", format!("{hosts}\n127.0.0.1 {DOMAIN}\n")).unwrap();
    let lab = Lab::with(proxy);
    let mut page = Page::open(&[]);
    review(&mut page, proxy, DOMAIN);
    agree(&page);
    page.until("the change is done", |view| view["change"]["state"] == "done");
    assert_eq!(page.view["screen"], "health", "{:#}", page.view);
    assert_eq!(page.view["health"]["verdict"], "healthy", "{:#}", page.view);
    let lines = page.view["change"]["lines"].as_array().unwrap();
    assert!(lines.iter().all(|line| line["status"] == "done"), "{lines:#?}");
    page.until("the site is at home", |view| view["computer"]["managed"][0]["name"] == DOMAIN);
    assert_eq!(page.view["computer"]["managed"][0]["ends_soon"], false);
    assert_eq!(page.view["health"]["ca_file"], "/etc/jellyfin-proxy/ca/ca.crt");
    let authority = page.get("/ca.crt", &page.own_fields());
    assert!(authority.contains("application/x-x509-ca-cert"), "{authority}");

    page.want(&json!({"do": "check", "url": page.view["health"]["url"]}));
    page.until("some checks are settled, and others ahead", |view| {
        let is = |word: &str| {
            view["health"]["lines"].as_array().unwrap().iter().any(|line| line["status"] == word)
        };
        view["health"]["running"] == true && is("ahead") && is("pass")
    });
    page.until("the test has ended", |view| view["health"]["running"] == false);
    assert_eq!(page.view["health"]["verdict"], "healthy", "{:#}", page.view["health"]);
    let lines = page.view["health"]["lines"].as_array().unwrap();
    assert!(lines.iter().all(|line| line["seconds"].as_f64().is_some_and(|took| took < 20.0)), "{lines:#?}");

    page.want(&json!({"do": "undo", "id": page.view["change"]["id"], "overwrite": false}));
    page.until("it is undone", |view| view["change"]["state"] == "undone");
    lab.assert_as_before();
}

/// Calls a change off, and waits until it is over; the view may still be the one before it.
fn call_off(page: &mut Page) {
    page.want(&json!({"do": "call_off"}));
    page.until("its end", |view| view["screen"] == "apply" && view["changing"] == false);
}

fn called_off(proxy: &str) {
    let lab = Lab::with(proxy);
    let mut page = Page::open(&[]);
    review(&mut page, proxy, DOMAIN);
    agree(&page);
    page.until("a step has begun", |view| view["change"]["lines"][0]["status"] == "done");
    call_off(&mut page);
    assert_eq!(page.view["change"]["state"], "undone", "{:#}", page.view["change"]);
    lab.assert_as_before();
}

fn called_off_at_once(proxy: &str) {
    let lab = Lab::with(proxy);
    let mut page = Page::open(&[]);
    review(&mut page, proxy, DOMAIN);
    agree(&page);
    call_off(&mut page);
    // Its first step may have been begun before it heard of that.
    let state = &page.view["change"]["state"];
    assert!(["untouched", "undone"].iter().any(|end| state == *end), "{:#}", page.view["change"]);
    lab.assert_as_before();
}

fn lets_nobody_else_in() {
    let page = Page::open(&[]);
    let host = format!("Host: 127.0.0.1:{}\r\n", page.port());
    let cookie = format!("Cookie: {}\r\n", page.cookie());
    for (path, fields, status) in [
        (page.link(), host.clone(), "403"),
        ("/?token=0123456789abcdef0123456789abcdef", host.clone(), "403"),
        ("/api/view", host.clone(), "403"),
        ("/api/view", format!("{host}Cookie: wizard=0123456789abcdef0123456789abcdef\r\n"), "403"),
        ("/api/view", format!("Host: evil.example\r\n{cookie}"), "421"),
        ("/api/view", format!("{host}{cookie}Origin: http://evil.example\r\n"), "403"),
        ("/../../../../etc/passwd", format!("{host}{cookie}"), "404"),
    ] {
        let answer = page.get(path, &fields);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{path} {fields}: {answer}");
        assert!(!answer.to_ascii_lowercase().contains("access-control-"), "{answer}");
    }
    let own = format!("http://127.0.0.1:{}", page.port());
    for (origin, cookie, body, status) in [
        ("http://evil.example", page.cookie(), "{\"do\":\"next\"}", "403"),
        ("null", page.cookie(), "{\"do\":\"next\"}", "403"),
        (own.as_str(), "", "{\"do\":\"next\"}", "403"),
        (own.as_str(), page.cookie(), "{\"do\":\"run\",\"program\":\"sh\"}", "400"),
        (own.as_str(), page.cookie(), &"x".repeat(100_000), "413"),
    ] {
        let answer = page.post(origin, cookie, body);
        let shown = body.get(..40).unwrap_or(body);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{origin} {shown}: {answer}");
    }
}

fn practice_as_plain_user() {
    let user = PlainUser::new();
    let layer = PlainUser::servers();
    let mut command = user.command(&user.program());
    command.args(["serve", "--practice", "--proxy", "nginx", "--layer", &layer]);
    let mut page = Page::of(command);
    assert_eq!(page.view["practice"], true);
    review(&mut page, "nginx", "jellyfin.practice.test");
    agree(&page);
    page.until("the change is done", |view| view["change"]["state"] == "done");
    assert_eq!(page.view["health"]["verdict"], "healthy", "{:#}", page.view);
}
