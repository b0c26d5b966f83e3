use std::fs;
use std::path::Path;

use serde_json::Value;
use testkit::certificate_for;
use tests::{Case, DOMAIN, Ended, HostTree, Lab, Neighbours, product, sentences};
use walkdir::WalkDir;

/// A machine with something in the way.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// Its name among the fixtures.
    pub(super) machine: &'static str,
    /// The finding that tells of it; none where the golden is a refusal.
    pub(super) told: Option<&'static str>,
    /// Its own sites, as they are visited once the way out is taken.
    pub(super) visits: &'static [[&'static str; 4]],
    /// The ways out that are named, each taken on a machine of its own.
    pub(super) ways: &'static [Way],
}

/// A way out.
#[derive(Clone, Copy)]
pub(super) struct Way {
    /// A word for it.
    pub(super) name: &'static str,
    /// What the user changes: a file, what stands in it, and what is to stand there. A file that is not there is
    /// made.
    pub(super) edits: &'static [[&'static str; 3]],
    /// Further arguments.
    pub(super) arguments: &'static [&'static str],
    /// Whether its sites are visited, too: some answer otherwise than by HTTP.
    pub(super) is_visited: bool,
}

/// A way of arguments alone.
pub(super) const fn by(name: &'static str, arguments: &'static [&'static str]) -> Way {
    Way { name, edits: &[], arguments, is_visited: true }
}

/// A way of editing.
pub(super) const fn edit(name: &'static str, edits: &'static [[&'static str; 3]]) -> Way {
    Way { name, edits, arguments: &[], is_visited: true }
}

/// What a guest in somebody else's frontend cannot help, and its plan says.
const GUESTS: [&str; 1] = ["http2_not_offered"];

impl Row {
    /// A test for each way.
    pub(super) fn cases(self) -> Vec<Case> {
        let case = |way: &'static Way| {
            let name = format!("conflicts::{}_{}", self.machine.replace('-', "_"), way.name);
            Case::new(name, move || self.takes(way)).with_modules()
        };
        self.ways.iter().map(case).collect()
    }

    fn takes(self, way: &Way) {
        let tree = HostTree::named(self.machine);
        put(&tree);
        let mut lab = Lab::with(tree.proxy.word());
        let plan = plan(&tree, &[]).json();
        self.assert_said(&tree, &plan);
        if self.told.is_none() {
            let refused = command("setup", &tree, &["--yes"]).expect(3).json();
            assert_eq!(refused["refusal"], plan["refusal"], "{refused:#}");
            lab.assert_as_before();
        }

        for [file, from, to] in way.edits {
            change(Path::new(file), from, to);
        }
        if !way.edits.is_empty() {
            lab.server.stop();
            lab.server.start();
            lab.take_as_before();
        }
        let neighbours = Neighbours::visited(if way.is_visited { self.visits } else { &[] });
        let before = neighbours.answers();
        let done = command("setup", &tree, &[&["--yes"], way.arguments].concat()).expect(0).json();
        assert_healthy(&done);
        if let Some(told) = self.told.filter(|_| !way.edits.is_empty()) {
            let again =
                done["findings"].as_array().into_iter().flatten().any(|finding| finding["code"] == told);
            assert!(!again, "{told} is said though the way out was taken: {done:#}");
        }
        assert_eq!(neighbours.answers(), before, "what was there answers otherwise");
        lab.undo();
        assert_eq!(neighbours.answers(), before, "once undone");
    }

    /// The real server's plan is the golden's, in the sentences that matter here.
    fn assert_said(self, tree: &HostTree, plan: &Value) {
        let (said, golden) = (sentences(plan), tree.golden("plan"));
        let Some(told) = self.told else { return assert_eq!(said.trim_end(), golden, "{plan:#}") };
        let about = |text: &str| {
            let mut lines = text.lines().skip_while(|line| !line.contains(&format!("[{told}]")));
            let first = lines.next().unwrap_or_default().to_owned();
            let next = lines.next().filter(|line| line.starts_with("  "));
            next.map_or_else(|| first.clone(), |next| format!("{first}\n{next}"))
        };
        assert!(!about(&golden).is_empty(), "the golden of {} does not tell of {told}", self.machine);
        assert_eq!(about(&said), about(&golden), "{plan:#}");
    }
}

/// Makes this machine that one, with a certificate wherever its configuration names one.
pub(super) fn put(tree: &HostTree) -> testkit::TestCertificate {
    let made = certificate_for(&[DOMAIN, "films.example.test"], 2020..2040);
    tree.lay_over_this_machine();
    fs::create_dir_all("/etc/ssl/neighbours").unwrap();
    let of_another = certificate_for(&["www.example.test"], 2020..2040);
    fs::write("/etc/ssl/neighbours/www.pem", of_another.combined()).unwrap();
    let folders =
        ["/etc/nginx", "/etc/apache2", "/etc/haproxy"].into_iter().filter(|path| Path::new(path).exists());
    let files = folders.flat_map(|folder| WalkDir::new(folder).into_iter().flatten());
    for entry in files.filter(|entry| entry.file_type().is_file()) {
        let Ok(text) = fs::read_to_string(entry.path()) else { continue };
        let words = text
            .split([' ', ';', '\n', '\t', '"'])
            .filter(|word| word.starts_with('/') && word.ends_with(".pem"));
        for path in words.map(Path::new).filter(|path| !path.exists()) {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let text = match path.file_name().and_then(|name| name.to_str()).unwrap() {
                "fullchain.pem" => made.chain(),
                "privkey.pem" => made.key.clone(),
                _ => made.combined(),
            };
            fs::write(path, text).unwrap();
        }
    }
    made
}

/// `plan` for the machine.
pub(super) fn plan(tree: &HostTree, more: &[&str]) -> Ended {
    command("plan", tree, more)
}

/// A command for the machine's own arguments: what is said twice counts as it is said last.
pub(super) fn command(command: &str, tree: &HostTree, more: &[&str]) -> Ended {
    let own = tree.arguments();
    let mut arguments = vec![command, "--json"];
    let mut rest = own.iter().map(String::as_str);
    while let Some(word) = rest.next() {
        let is_again = (word == "--domain" && more.contains(&"--domain"))
            || (["--local-ca", "--no-tls"].contains(&word)
                && ["--adopt", "--no-tls", "--cert"].iter().any(|other| more.contains(other)));
        match (is_again, word) {
            (true, "--domain") => drop(rest.next()),
            (true, _) => {}
            (false, _) => arguments.push(word),
        }
    }
    product(arguments.into_iter().chain(more.iter().copied()))
}

/// Nothing is amiss but what a plan says beforehand.
#[track_caller]
pub(super) fn assert_healthy(done: &Value) {
    let checks = done["check"]["checks"].as_array().into_iter().flatten();
    let faults: Vec<&Value> = checks
        .filter(|check| check["status"] == "fail" || check["status"] == "warn")
        .filter(|check| !GUESTS.iter().any(|code| check["code"] == *code))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
    let verdict = &done["check"]["verdict"];
    assert!(verdict == "healthy" || verdict == "degraded", "{done:#}");
}

/// The site stands, whatever is said of a certificate that nobody but its owner trusts.
#[track_caller]
pub(super) fn assert_adopted(done: &Value) {
    assert!(done["receipt"].is_object(), "{done:#}");
    let checks = done["check"]["checks"].as_array().into_iter().flatten();
    let faults: Vec<&Value> = checks
        .filter(|check| check["status"] == "fail")
        .filter(|check| check["code"] != "chain_untrusted")
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

fn change(file: &Path, from: &str, to: &str) {
    if from.is_empty() {
        return fs::write(file, to).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    assert!(text.contains(from), "{} has no {from:?}: {text}", file.display());
    fs::write(file, text.replace(from, to)).unwrap();
}
