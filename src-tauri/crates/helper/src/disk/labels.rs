use std::collections::BTreeMap;
use std::os::fd::AsFd;

use engine::facts::Content;
use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fremovexattr, fsetxattr};
use rustix::io::Errno;

/// The kernel's own limit for a value, and for the list of names.
const LARGEST: usize = 64 << 10;

/// The extended attributes that a replaced file would lose: its SELinux label, its access list and
/// the user's own. Others (`security.ima`, `trusted.overlay…`) belong to the file system.
pub(super) fn read(file: impl AsFd) -> std::io::Result<BTreeMap<String, Content>> {
    let mut buffer = vec![0; LARGEST];
    let length = match flistxattr(&file, &mut buffer[..]) {
        Ok(length) => length,
        Err(Errno::OPNOTSUPP) => 0,
        Err(errno) => return Err(errno.into()),
    };
    let names: Vec<String> = buffer[..length]
        .split(|byte| *byte == 0)
        .filter_map(|name| std::str::from_utf8(name).ok())
        .filter(|name| is_kept(name))
        .map(str::to_owned)
        .collect();
    let mut labels = BTreeMap::new();
    for name in names {
        let length = fgetxattr(&file, &name, &mut buffer[..])?;
        labels.insert(name, buffer[..length].to_vec().into());
    }
    Ok(labels)
}

/// Makes the file's labels those; what is right already is not touched, since setting an SELinux
/// label needs a right of its own.
pub(super) fn write(file: impl AsFd, wanted: &BTreeMap<String, Content>) -> std::io::Result<()> {
    let present = read(&file)?;
    for name in present.keys().filter(|name| !wanted.contains_key(*name)) {
        // A label that the file system gives to every file cannot be taken away.
        if name != "security.selinux" {
            fremovexattr(&file, name)?;
        }
    }
    for (name, value) in wanted.iter().filter(|(name, value)| present.get(*name) != Some(value)) {
        fsetxattr(&file, name, value.as_bytes(), XattrFlags::empty())?;
    }
    Ok(())
}

fn is_kept(name: &str) -> bool {
    name == "security.selinux" || name == "system.posix_acl_access" || name.starts_with("user.")
}
