//! A site for Jellyfin that somebody wrote by hand gives way in one transaction: what it had goes on, its text is kept,
//! and undone it stands there again.

use std::fs;

use tests::{Case, DOMAIN, HostTree, Lab, Neighbours, Visitor, sentences};

use super::row::{assert_adopted, command, plan, put};

struct ByHand {
    machine: &'static str,
    file: &'static str,
    arguments: &'static [&'static str],
    /// What the hand-written site does beyond leading to Jellyfin: a name, a path, and the answer's status.
    own: &'static [(&'static str, &'static str, u16)],
    visits: &'static [[&'static str; 4]],
}

const SITES: [ByHand; 3] = [
    ByHand {
        machine: "nginx-conflict-jellyfin-site",
        file: "/etc/nginx/conf.d/films.conf",
        arguments: &["--adopt"],
        own: &[(DOMAIN, "/requests/", 502), (DOMAIN, "/health", 200)],
        visits: &[],
    },
    ByHand {
        machine: "apache-conflict-jellyfin-site",
        file: "/etc/apache2/sites-available/films.conf",
        arguments: &["--adopt"],
        own: &[
            (DOMAIN, "/private/x", 403),
            ("films.example.test", "/private/x", 403),
            ("films.example.test", "/health", 200),
        ],
        visits: &[],
    },
    ByHand {
        machine: "haproxy-conflict-jellyfin-by-hand",
        file: "/etc/haproxy/haproxy.cfg",
        arguments: &["--adopt", "--no-tls"],
        own: &[(DOMAIN, "/health", 200)],
        visits: &[["http", "127.0.0.1:80", "photos.example.test", "503"]],
    },
];

pub(super) fn cases() -> Vec<Case> {
    let case = |site: &'static ByHand| {
        let proxy = HostTree::named(site.machine).proxy;
        Case::new(format!("conflicts::{proxy}_site_by_hand_gives_way"), move || gives_way(site))
    };
    SITES.iter().map(case).collect()
}

fn gives_way(site: &ByHand) {
    let tree = HostTree::named(site.machine);
    let certificate = put(&tree);
    let lab = Lab::with(tree.proxy.word());
    let original = fs::read(site.file).unwrap();
    let refused = plan(&tree, &[]).expect(3).json();
    assert_eq!(sentences(&refused).trim_end(), tree.golden("plan"));

    let is_plain = site.arguments.contains(&"--no-tls");
    // Who trusts the authority of the old certificate alone sees that it is the one that is still shown.
    let visitor = if is_plain { Visitor::by_http() } else { Visitor::by_https(&certificate.ca) };
    let neighbours = Neighbours::visited(site.visits);
    let assert_own = || {
        for (name, path, status) in site.own {
            assert_eq!(visitor.clone().calling(name).get(path).status, *status, "{name}{path}");
        }
    };
    let before = neighbours.answers();
    assert_own();

    let done = command("setup", &tree, &[&["--yes"], site.arguments].concat()).json();
    assert_adopted(&done);
    assert_own();
    assert_eq!(neighbours.answers(), before);
    assert!(is_kept(&original), "the text of {} is not among what is kept", site.file);
    let again = plan(&tree, site.arguments).expect(0).json();
    assert_eq!(again["steps"].as_array().map(Vec::len), Some(0), "{again:#}");

    lab.undo();
    assert_own();
    assert_eq!(neighbours.answers(), before);
    assert_eq!(fs::read(site.file).unwrap(), original);
}

/// Whether what stood in the file is written down, or still lies there.
fn is_kept(original: &[u8]) -> bool {
    let intent = fs::read_to_string("/var/lib/jellyfin-proxy/changes/1/intent.json").unwrap();
    let text = serde_json::to_string(std::str::from_utf8(original).unwrap()).unwrap();
    let mut files = walkdir::WalkDir::new("/etc").into_iter().flatten();
    let lies_there = |entry: walkdir::DirEntry| fs::read(entry.path()).is_ok_and(|bytes| bytes == original);
    intent.contains(text.trim_matches('"')) || files.any(lies_there)
}
