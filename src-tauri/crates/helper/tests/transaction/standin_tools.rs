//! Stand-ins for SELinux's and two firewalls' tools: they keep files as theirs do, and as the kernel's state
//! a folder for each thing that is allowed.

use std::ops::Deref;
use std::os::unix::fs::PermissionsExt;

use tempfile::TempDir;

use crate::tree::Tree;

/// What each of them answers was seen of the real one: ufw 0.36.2, firewalld 1.3.3.
const TOOLS: [(&str, &str); 4] = [
    (
        "setsebool",
        r#"
case "$3" in
on) mkdir -p "$root/kernel/$2" ;;
off) if [ -d "$root/kernel/$2" ]; then rmdir "$root/kernel/$2"; fi ;;
esac
"#,
    ),
    (
        "semanage",
        r#"
port=$7
case "$2" in
-a) mkdir "$root/kernel/port-$port" ;;
-d)
    [ -d "$root/kernel/port-$port" ] || { echo "ValueError: Port tcp/$port is not defined" >&2; exit 1; }
    rmdir "$root/kernel/port-$port"
    ;;
esac
"#,
    ),
    (
        // Its files are written in place, as shutil.move does from another file system.
        "ufw",
        r#"
rules="$root/etc/ufw/user.rules"
[ ! -e "$root/ufw-is-broken" ] || { echo "ERROR: problem running ufw-init"; exit 1; }
case "$*" in
"allow "*)
    old=$(cat "$rules")
    : > "$rules"
    echo "$old" >> "$rules"
    echo "$2" >> "$rules"
    mkdir -p "$root/kernel/ufw-${2%/tcp}"
    ;;
"delete allow "*)
    grep -qx "$3" "$rules" || { echo "Could not delete non-existent rule"; exit 0; }
    kept=$(grep -vx "$3" "$rules")
    : > "$rules"
    echo "$kept" >> "$rules"
    if [ -d "$root/kernel/ufw-${3%/tcp}" ]; then rmdir "$root/kernel/ufw-${3%/tcp}"; fi
    ;;
reload)
    rm -rf "$root"/kernel/ufw-*
    old=$(cat "$rules")
    echo "$old" > "$rules"
    grep '/tcp$' "$rules" | while read -r rule; do mkdir "$root/kernel/ufw-${rule%/tcp}"; done
    ;;
esac
"#,
    ),
    (
        "firewall-cmd",
        r#"
[ -d "$root/kernel" ] && [ ! -e "$root/firewalld-is-stopped" ] || { echo "FirewallD is not running"; exit 252; }
zone="$root/etc/firewalld/zones/public.xml"
shown="$root/usr/lib/firewalld/zones/public.xml"
case "$*" in
"--permanent --zone=public --add-service="*)
    [ -e "$zone" ] && { cp "$zone" "$zone.old"; shown="$zone"; }
    new=$(cat "$shown"; echo "${3#--add-service=}")
    echo "$new" > "$zone"
    ;;
"--permanent --zone=public --remove-service="*)
    grep -qx "${3#--remove-service=}" "$zone" || { echo "Warning: NOT_ENABLED"; echo success; exit 0; }
    cp "$zone" "$zone.old"
    new=$(grep -vx "${3#--remove-service=}" "$zone")
    echo "$new" > "$zone"
    ;;
"--zone=public --add-service="*) mkdir -p "$root/kernel/firewalld-${2#--add-service=}" ;;
"--zone=public --remove-service="*)
    if [ -d "$root/kernel/firewalld-${2#--remove-service=}" ]; then
        rmdir "$root/kernel/firewalld-${2#--remove-service=}"
    fi
    ;;
esac
"#,
    ),
];

/// A machine with such tools, which lie in a folder of their own: `/tools` leads there.
pub(crate) struct Guarded {
    tree: Tree,
    _tools: TempDir,
}

impl Deref for Guarded {
    type Target = Tree;

    fn deref(&self) -> &Tree {
        &self.tree
    }
}

/// A machine on which SELinux forbids and two firewalls keep visitors out.
pub(crate) fn guarded() -> Guarded {
    // Programs of root's are run only where nobody else could exchange them.
    let place = if rustix::process::geteuid().is_root() { "/root" } else { "/tmp" };
    let tools = tempfile::tempdir_in(place).unwrap();
    let tree = Tree::new();
    tree.folder("/kernel/ufw-22");
    tree.file("/etc/ufw/user.rules", "22/tcp\n", 0o640);
    tree.file("/etc/ufw/user6.rules", "", 0o640);
    tree.file("/usr/lib/firewalld/zones/public.xml", "ssh\n", 0o644);
    tree.folder("/etc/firewalld/zones");
    tree.link("/tools", tools.path().to_str().unwrap());
    let root = tree.root().display();
    for (name, script) in TOOLS {
        let path = tools.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\nset -e\nroot={root}\n{script}")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    Guarded { tree, _tools: tools }
}

/// What the kernel allows.
pub(crate) fn allowed(tree: &Tree) -> Vec<String> {
    let entries = std::fs::read_dir(tree.at("/kernel")).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
