//! What the server's own check printed on real machines.

use engine::facts::ConfigCheck;
use engine::host::ToolAnswer;
use engine::proxies::registry;

fn read(code: i32, printed: &str) -> ConfigCheck {
    let apache = registry().iter().find(|proxy| proxy.word() == "apache").unwrap();
    apache.read_check(&ToolAnswer { code: Some(code), stdout: String::new(), stderr: printed.to_owned() })
}

#[test]
fn a_machine_without_a_name_in_dns_is_no_warning() {
    let printed = include_str!("../samples/apache-2.4.67-t.txt");
    assert!(printed.contains("AH00558"));
    assert_eq!(read(0, printed), ConfigCheck::Passed { warnings: Vec::new() });
}

#[test]
fn a_plain_user_cannot_check_keys() {
    let ConfigCheck::Failed { errors } = read(1, include_str!("../samples/apache-2.4.67-t-as-nobody.txt"))
    else {
        panic!("taken for good")
    };
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(errors[0].starts_with("AH00526: Syntax error on line 15 of /etc/apache2/"));
}

#[test]
fn the_same_warning_is_the_same_text_at_another_time() {
    let warned = |clock: &str, pid: u32| {
        format!(
            "[{clock}] [ssl:warn] [pid {pid}:tid {pid}] AH01909: a.test:443:0 server certificate does NOT include an ID\nSyntax OK\n"
        )
    };
    let (one, other) =
        (warned("Mon Nov 23 09:53:01.031852 2026", 7), warned("Tue Nov 24 10:00:00.000001 2026", 812));
    assert_eq!(read(0, &one), read(0, &other));
    let ConfigCheck::Passed { warnings } = read(0, &one) else { panic!("refused") };
    assert_eq!(warnings, ["AH01909: a.test:443:0 server certificate does NOT include an ID"]);
}
