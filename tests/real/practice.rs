//! The whole job in a sandbox that a plain user makes himself.

use tests::{Case, Ended, PlainUser, Snapshot};

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![Case::outside("practice::without_namespaces", without_namespaces)];
    for proxy in engine::proxies::ProxyKind::words() {
        cases.push(Case::outside(format!("practice::{proxy}_as_plain_user"), move || as_plain_user(proxy)));
    }
    cases
}

fn as_plain_user(proxy: &str) {
    let before = Snapshot::of(["/etc"]);
    let user = PlainUser::new();
    let layer = PlainUser::servers();
    let ended = user.product(["practice", "--proxy", proxy, "--json", "--layer", &layer]);
    // A machine may forbid it, and has to say so; what it says then is looked at below.
    if ended.status.code() == Some(3) && ended.stderr.contains("[sandbox_") {
        assert_refusal(&ended);
        return;
    }
    let document = ended.expect(0).json();
    assert_eq!(document["check"]["verdict"], "healthy", "{document:#}");
    assert_eq!(document["receipt"]["proxy"], proxy, "{document:#}");
    assert_eq!(before.differences(&Snapshot::of(["/etc"])), Vec::<std::path::PathBuf>::new());
}

/// In a user namespace in which no further ones may be made, as an administrator can set it for all.
fn without_namespaces() {
    let user = PlainUser::new();
    let forbid = "echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs \"$@\"";
    let mut command = user.command("unshare");
    command.args(["--user", "--map-root-user", "sh", "-c", forbid, "sh", &user.program()]);
    command.args(["practice", "--proxy", "nginx", "--layer", &PlainUser::servers()]);
    let ended = Ended::from(command.output().expect("util-linux is there"));
    assert_refusal(&ended);
}

fn assert_refusal(ended: &Ended) {
    assert_eq!(ended.code(), 3, "{ended:?}");
    assert!(ended.stdout.is_empty(), "{ended:?}");
    let lines: Vec<&str> = ended.stderr.lines().collect();
    let [reason, next, code] = lines.as_slice() else { panic!("{ended:?}") };
    assert!(reason.starts_with("Practice cannot be had here: "), "{reason}");
    assert!(next.starts_with("Next: "), "{next}");
    assert!(code.starts_with("[sandbox_"), "{code}");
}
