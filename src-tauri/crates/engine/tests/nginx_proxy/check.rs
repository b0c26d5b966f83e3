use engine::facts::ConfigCheck;
use engine::host::ToolAnswer;
use engine::proxies::ProxyKind;

fn read(code: Option<i32>, stderr: &str) -> ConfigCheck {
    let nginx: ProxyKind = "nginx".parse().unwrap();
    nginx.proxy().read_check(&ToolAnswer { code, stdout: String::new(), stderr: stderr.to_owned() })
}

fn passed(warnings: &[&str]) -> ConfigCheck {
    ConfigCheck::Passed { warnings: warnings.iter().map(|&line| line.to_owned()).collect() }
}

fn failed(errors: &[&str]) -> ConfigCheck {
    ConfigCheck::Failed { errors: errors.iter().map(|&line| line.to_owned()).collect() }
}

#[test]
fn good_news_is_no_warning() {
    assert_eq!(read(Some(0), include_str!("../samples/nginx-1.22.1-t.txt")), passed(&[]));
}

#[test]
fn a_zero_proves_nothing() {
    let good = include_str!("../samples/nginx-1.22.1-t.txt");
    for (line, warning) in [
        (
            "nginx: [warn] conflicting server name \"n2.test\" on 0.0.0.0:80, ignored",
            "[warn] conflicting server name \"n2.test\" on 0.0.0.0:80, ignored",
        ),
        (
            "2026/11/23 09:42:44 [warn] 21679#21679: conflicting server name \"n2.test\" on 0.0.0.0:80, ignored",
            "[warn] conflicting server name \"n2.test\" on 0.0.0.0:80, ignored",
        ),
        (
            "2026/11/23 09:42:44 [warn] 21504#21504: protocol options redefined for 0.0.0.0:443 in /exp/c.conf:4",
            "[warn] protocol options redefined for 0.0.0.0:443 in /exp/c.conf:4",
        ),
        ("something new", "something new"),
    ] {
        assert_eq!(read(Some(0), &format!("{line}\n{good}")), passed(&[warning]));
    }
}

#[test]
fn a_failure_is_told_in_the_servers_words() {
    assert_eq!(
        read(Some(1), include_str!("../samples/nginx-1.30.6-t-as-nobody.txt")),
        failed(&[
            "[emerg] cannot load certificate \"/etc/letsencrypt/live/jellyfin.example.com/fullchain.pem\": BIO_new_file() failed (SSL: error:8000000D:system library::Permission denied:calling fopen(/etc/letsencrypt/live/jellyfin.example.com/fullchain.pem, r) error:10080002:BIO routines::system lib)"
        ]),
    );
    let ConfigCheck::Failed { errors } =
        read(Some(1), include_str!("../samples/nginx-1.18.0-t-as-nobody.txt"))
    else {
        panic!("no failure")
    };
    assert_eq!(errors.len(), 2);
    assert!(errors[0].starts_with("[alert] could not open error log file"));
    assert_eq!(
        read(
            Some(1),
            "nginx: [emerg] unknown directive \"http2\" in /etc/nginx/conf.d/a.conf:3\nnginx: configuration file /etc/nginx/nginx.conf test failed\n"
        ),
        failed(&["[emerg] unknown directive \"http2\" in /etc/nginx/conf.d/a.conf:3"]),
    );
    assert_eq!(
        read(Some(127), "nginx: error while loading shared libraries: x.so"),
        failed(&["error while loading shared libraries: x.so"])
    );
    assert_eq!(read(None, ""), failed(&["nginx's check ended without a word"]));
}
