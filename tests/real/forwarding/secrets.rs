//! What is written into logs.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixDatagram;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tests::{Lab, Visitor};
use walkdir::WalkDir;

/// HAProxy sends its log to this socket, seen from the folder it locks itself into; rsyslog listens there.
const SYSLOG: &str = "/var/lib/haproxy/dev/log";

/// Streams and WebSockets carry their key in the query, and pages pass theirs on as the referrer.
pub(super) fn logs_no_api_key(proxy: &str) {
    let syslog = Syslog::listen();
    let lab = Lab::with(proxy);
    lab.setup(&[]).expect(0);
    let key = "5ec4e700000000000000000000000000";
    for visitor in [lab.visitor(), Visitor::by_http()] {
        for path in ["/Videos/1/stream?static=true&api_key=", "/socket?deviceId=1&ApiKey=", "/missing?token="]
        {
            let referrer = format!("https://media.example.test/web/?api_key={key}");
            visitor.get_with(&format!("{path}{key}"), &[("Referer", &referrer)]);
        }
    }
    let logs = logs_with("/missing", &syslog);
    assert!(logs.contains("/Videos/1/stream"), "{logs}");
    assert!(!logs.contains(key), "{logs}");
}

/// All that was logged, once this was: servers log when a request is over, and some a moment later.
fn logs_with(last: &str, syslog: &Syslog) -> String {
    let begin = Instant::now();
    loop {
        let logs = [files("/var/log/nginx"), files("/var/log/apache2"), syslog.messages()].concat();
        if logs.matches(last).count() >= 2 {
            return logs;
        }
        assert!(begin.elapsed() < Duration::from_secs(10), "{last} is not logged: {logs}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

struct Syslog(Arc<Mutex<String>>);

impl Syslog {
    /// Reads from the first moment on: the kernel keeps ten messages and drops the rest.
    fn listen() -> Self {
        fs::create_dir_all("/var/lib/haproxy/dev").unwrap();
        let socket = UnixDatagram::bind(SYSLOG).unwrap();
        fs::set_permissions(SYSLOG, Permissions::from_mode(0o666)).unwrap();
        let messages = Arc::new(Mutex::new(String::new()));
        let all = Arc::clone(&messages);
        std::thread::spawn(move || {
            let mut message = [0; 8192];
            while let Ok(length) = socket.recv(&mut message) {
                all.lock().unwrap().push_str(&String::from_utf8_lossy(&message[..length]));
            }
        });
        Self(messages)
    }

    fn messages(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

fn files(folder: &str) -> String {
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|file| String::from_utf8_lossy(&fs::read(file.path()).unwrap()).into_owned()).collect()
}
