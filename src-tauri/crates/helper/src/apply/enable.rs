use engine::names::AbsPath;
use engine::plan::Enable;

use crate::disk::{LastLink, Trace};
use crate::fault::Fault;
use crate::machine::Machine;

/// Switches modules or sites on by the server's own tool; in a tree, whose programs are never run,
/// the links that the tool would make are made.
pub(super) fn enable(machine: &Machine, step: &Enable) -> Result<(), Fault> {
    if machine.host.is_live() {
        machine.tools.run_well(&step.call)?;
    } else {
        step.links.iter().try_for_each(|(link, target)| make_link(machine, link, target))?;
    }
    for (link, _) in &step.links {
        if matches!(machine.disk.trace(link)?, Trace::Absent {}) {
            return Err(Fault::NotEnabled { call: step.call.to_string(), missing: link.clone() });
        }
    }
    Ok(())
}

fn make_link(machine: &Machine, link: &AbsPath, target: &AbsPath) -> Result<(), Fault> {
    let place = machine.disk.place(link, LastLink::Taken)?;
    if matches!(place.folder.trace(&place.name)?, Trace::Absent {}) {
        place.folder.link(&place.name, relative(link, target).as_bytes(), None, None)?;
    }
    Ok(())
}

/// The target as seen from the link's folder, as Debian's tools write it.
fn relative(link: &AbsPath, target: &AbsPath) -> String {
    let (from, to) = (link.parent(), target.as_str());
    let mut from: Vec<&str> = from.as_str().split('/').filter(|part| !part.is_empty()).collect();
    let mut to: Vec<&str> = to.split('/').filter(|part| !part.is_empty()).collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    from.drain(..shared);
    to.drain(..shared);
    from.iter().map(|_| "..").chain(to).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_as_debians_tools_make_them() {
        for (link, target, said) in [
            (
                "/etc/apache2/mods-enabled/ssl.load",
                "/etc/apache2/mods-available/ssl.load",
                "../mods-available/ssl.load",
            ),
            ("/etc/apache2/a", "/etc/apache2/b", "b"),
            ("/a/b/c", "/d", "../../d"),
        ] {
            assert_eq!(relative(&link.parse().unwrap(), &target.parse().unwrap()), said);
        }
    }
}
