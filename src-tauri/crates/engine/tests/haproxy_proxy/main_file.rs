//! The one file, which is the administrator's: everything outside our marks stays.

use engine::plan::Step;
use engine::request::SetupForm;

use crate::machine::{
    CFG, DEBIAN_CFG, applied, bookworm, bookworm_with, codes, debian, form, planned, written,
};

#[test]
fn sections_go_to_the_end_and_the_rest_stays() {
    for before in ["", "\n", DEBIAN_CFG, "global", "global\n# no newline", "global\r\n    daemon\r\n"] {
        let after = written(&planned(&bookworm_with(before), &form()).unwrap(), CFG);
        let (kept, ours) = after.split_at(before.len());
        assert_eq!(kept, before);
        let begin = ours.trim_start_matches('\n');
        assert!(begin.starts_with("# jellyfin-proxy begin jellyfin.example.com\n"), "{before:?}");
        let gap = ours.len() - begin.len();
        assert_eq!(gap, if before.is_empty() { 0 } else { 1 + usize::from(!before.ends_with('\n')) });
    }
}

#[test]
fn bytes_that_are_no_text_stay() {
    let before = b"# gr\xfc\xdfe\nglobal\n".to_vec();
    let host = bookworm().file(CFG, &before);
    let plan = planned(&host, &form()).unwrap();
    let after = plan.steps.iter().find_map(|step| match step {
        Step::WriteFile { path, content, .. } if path.as_str() == CFG => Some(content.as_bytes()),
        _ => None,
    });
    assert!(after.unwrap().starts_with(&before));
}

#[test]
fn a_second_plan_changes_nothing() {
    for (version, openssl) in
        [("1.7.5", "1.0.2"), ("1.8.19", "1.1.1"), ("2.6.12", "3.0.20"), ("3.2.26", "3.6.5")]
    {
        for form in
            [form(), SetupForm { base_path: Some("/media".to_owned()), max_connections: Some(9), ..form() }]
        {
            let host = debian(version, openssl);
            let host = applied(host.clone(), &planned(&host, &form).unwrap());
            assert_eq!(planned(&host, &form).unwrap().steps, [], "{version}");
        }
    }
}

#[test]
fn a_changed_wish_is_replaced_in_place() {
    let first = planned(&bookworm(), &form()).unwrap();
    let host = applied(bookworm(), &first);
    let grown = written(&first, CFG) + "\n# after it\nlisten x\n    bind :81\n";
    let host = host.file(CFG, &grown);
    let second = planned(&host, &SetupForm { hsts: true, ..form() }).unwrap();
    let after = written(&second, CFG);
    assert!(after.starts_with(DEBIAN_CFG) && after.ends_with("\n# after it\nlisten x\n    bind :81\n"));
    assert_eq!(after.matches("# jellyfin-proxy begin").count(), 2);
    assert!(after.contains("Strict-Transport-Security"));
    assert!(!codes(&second).contains(&"managed_block_edited"));
}

#[test]
fn a_change_inside_the_marks_is_not_lost_without_a_word() {
    let host = applied(bookworm(), &planned(&bookworm(), &form()).unwrap());
    let edited = written(&planned(&bookworm(), &form()).unwrap(), CFG).replace("maxconn 2000", "maxconn 9");
    let plan = planned(&host.file(CFG, &edited), &form()).unwrap();
    assert!(codes(&plan).contains(&"managed_block_edited"), "{:?}", codes(&plan));
    assert!(written(&plan, CFG).contains("maxconn 2000"));
}

#[test]
fn without_its_last_mark_nothing_is_replaced() {
    let whole = written(&planned(&bookworm(), &form()).unwrap(), CFG);
    let end = whole.find("# jellyfin-proxy end").unwrap();
    let host = bookworm().file(CFG, &whole[..end]);
    let refusal = planned(&host, &form()).unwrap_err();
    assert_eq!(refusal.code(), "config_not_understood");
    let line = DEBIAN_CFG.lines().count() + 2;
    assert!(refusal.to_string().starts_with(&format!("{CFG}:{line}:")), "{refusal}");
}

#[test]
fn a_folder_alone_gets_a_last_file() {
    let args = ["haproxy", "-W", "-f", "/etc/haproxy/conf.d", "-p", "/run/h.pid"];
    let check = "/usr/sbin/haproxy -c -f /etc/haproxy/conf.d";
    let defaults = "global\n    log /dev/log local0\ndefaults\n    log global\n";
    let host = bookworm()
        .without_processes()
        .process(9, "haproxy", &args)
        .file("/etc/haproxy/conf.d/99-last.cfg", defaults)
        .answers(check, 0, "", "");
    let plan = planned(&host, &form()).unwrap();
    let text = written(&plan, "/etc/haproxy/conf.d/zz-jellyfin.cfg");
    assert!(text.starts_with("# jellyfin-proxy begin") && text.contains("log-format"), "{text}");
    assert_eq!(planned(&applied(host, &plan), &form()).unwrap().steps, []);
}
