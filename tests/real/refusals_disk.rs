//! Folders and files that cannot be changed, or must not be.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use tests::{Case, DOMAIN, Lab, ProxyTest, Server, product};

use crate::refusals::{assert_refused, assert_untouched};

/// Outside all folders that may be changed.
const ELSEWHERE: &str = "/home/elsewhere";

/// Where the product keeps its journal.
const STATE: &str = "/var/lib/jellyfin-proxy";

pub(crate) fn cases() -> Vec<Case> {
    let each: &[(&str, ProxyTest)] = &[
        ("a_folder_that_leads_elsewhere", folder_elsewhere),
        ("a_file_that_leads_elsewhere", file_elsewhere),
        ("a_file_with_two_names", two_names),
        ("a_read_only_disk", read_only_disk),
        ("a_full_disk", full_disk),
        ("a_read_only_journal", read_only_journal),
        ("a_full_journal", full_journal),
    ];
    Case::of_every_proxy("refusals", each)
}

/// What a set-up would write into the proxy's own configuration, by its plan.
fn written_files(proxy: &str, config_root: &str) -> Vec<String> {
    let plan = product(["plan", "--json", "--proxy", proxy, "--domain", DOMAIN, "--local-ca"]);
    let plan = plan.expect(0).json();
    let steps = plan["steps"].as_array().unwrap().iter();
    let written = steps.filter(|step| step["kind"] == "write_file").filter_map(|step| step["path"].as_str());
    written.filter(|path| path.starts_with(config_root)).map(str::to_owned).collect()
}

fn folder_elsewhere(proxy: &str) {
    let mut lab = Lab::with(proxy);
    let root = lab.server.install.config_root.to_string();
    let file = written_files(proxy, &root).into_iter().next().unwrap();
    let folder = Path::new(&file).parent().unwrap();
    fs::create_dir_all(ELSEWHERE).unwrap();
    move_with_attributes(folder, &Path::new(ELSEWHERE).join("folder"));
    symlink(Path::new(ELSEWHERE).join("folder"), folder).unwrap();
    lab.take_as_before();
    let reason = assert_refused(&lab, lab.setup(&[]), "link_out_of_tree");
    assert!(reason["message"].as_str().unwrap().contains(folder.to_str().unwrap()), "{reason}");
}

/// A file by somebody else under the name that the product would use, or the server's one file.
fn file_elsewhere(proxy: &str) {
    let mut lab = Lab::with(proxy);
    let root = lab.server.install.config_root.to_string();
    for file in written_files(proxy, &root) {
        fs::create_dir_all(ELSEWHERE).unwrap();
        let victim = Path::new(ELSEWHERE).join("victim");
        let was_there = Path::new(&file).exists();
        let bytes = if was_there { fs::read(&file).unwrap() } else { b"# somebody's\n".to_vec() };
        fs::write(&victim, &bytes).unwrap();
        if was_there {
            fs::rename(&file, format!("{file}.aside")).unwrap();
        }
        symlink(&victim, &file).unwrap();
        lab.take_as_before();
        let ended = lab.setup(&[]);
        assert_eq!(fs::read(&victim).unwrap(), bytes, "{file}");
        // A proxy with a folder of sites may take another name for its file, or say that it is in the way.
        if ended.code() == 0 {
            lab.undo();
        } else {
            let code = if was_there { "link_out_of_tree" } else { "config_not_understood" };
            assert_refused(&lab, ended, code);
        }
        fs::remove_file(&file).unwrap();
        if was_there {
            fs::rename(format!("{file}.aside"), &file).unwrap();
        }
    }
}

/// A file that is replaced would lose its second name: network.xml stands for all.
fn two_names(proxy: &str) {
    fs::create_dir_all("/etc/jellyfin").unwrap();
    fs::write("/etc/jellyfin/network.xml", "<NetworkConfiguration></NetworkConfiguration>").unwrap();
    fs::hard_link("/etc/jellyfin/network.xml", "/etc/jellyfin/second-name.xml").unwrap();
    let lab = Lab::with(proxy);
    assert_refused(&lab, lab.setup(&[]), "hard_linked");
}

fn read_only_disk(proxy: &str) {
    let root = own_disk(proxy, "16m");
    mount(&["-o", "remount,ro", &root]);
    undone_for(proxy, "read_only", "Read-only file system");
}

fn full_disk(proxy: &str) {
    let root = own_disk(proxy, "2m");
    fill(&root);
    undone_for(proxy, "disk_full", "No space left");
}

fn read_only_journal(proxy: &str) {
    fs::create_dir_all(STATE).unwrap();
    mount(&["-t", "tmpfs", "-o", "ro,mode=700", "none", STATE]);
    let lab = Lab::with(proxy);
    assert_refused(&lab, lab.setup(&[]), "read_only");
}

fn full_journal(proxy: &str) {
    fs::create_dir_all(STATE).unwrap();
    mount(&["-t", "tmpfs", "-o", "size=64k,mode=700", "none", STATE]);
    fill(STATE);
    let lab = Lab::with(proxy);
    assert_refused(&lab, lab.setup(&[]), "disk_full");
}

/// The proxy's configuration on a disk of its own.
fn own_disk(proxy: &str, size: &str) -> String {
    let root = Server::of(proxy).install.config_root.to_string();
    let aside = format!("{root}.aside");
    run("/bin/cp", &["-a", &root, &aside]);
    mount(&["-t", "tmpfs", "-o", &format!("size={size},mode=755"), "none", &root]);
    run("/bin/cp", &["-a", &format!("{aside}/."), &root]);
    run("/bin/rm", &["-r", &aside]);
    root
}

/// Nobody knows beforehand that a disk fails: the change begins, fails at once and is put back.
fn undone_for(proxy: &str, code: &str, words: &str) {
    let lab = Lab::with(proxy);
    let undone = lab.setup(&[]).expect(4).json();
    let why = &undone["undone"]["why"];
    // Apache's own tool meets the disk first, and says what it met.
    let met_by_tool = why["code"] == "tool_failed" && why["message"].as_str().unwrap().contains(words);
    assert!(why["code"] == code || met_by_tool, "{undone:#}");
    assert!(why["next"].as_str().is_some_and(|next| next.len() > 8), "{undone:#}");
    assert_untouched(&lab);
    assert!(lab.server.is_running());
}

/// Writes until nothing fits any more.
fn fill(folder: &str) {
    let ballast = format!("{folder}/ballast");
    let filled = Command::new("/bin/dd").args(["if=/dev/zero", &format!("of={ballast}"), "bs=4k"]).output();
    let said = String::from_utf8_lossy(&filled.unwrap().stderr).into_owned();
    assert!(said.contains("No space left"), "{said}");
}

fn mount(arguments: &[&str]) {
    run("/bin/mount", arguments);
}

fn move_with_attributes(from: &Path, to: &Path) {
    run("/bin/cp", &["-a", from.to_str().unwrap(), to.to_str().unwrap()]);
    fs::remove_dir_all(from).unwrap();
}

fn run(program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {output:?}");
}
