//! Somebody who pauses a film: what he does not read must wait in Jellyfin, not on the proxy's disk.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use tests::{Jellyfin, Lab, Server, Visitor};

/// More than any buffer on the way holds.
const FILM: u64 = 256 << 20;

/// nginx with its defaults had pulled a gigabyte after five seconds (observed).
const PAUSE: Duration = Duration::from_secs(5);

pub(super) fn fills_no_disk(proxy: &str) {
    let lab = Lab::of(proxy, Jellyfin::start(|options| options.media_size = FILM));
    lab.setup(&[]).expect(0);
    assert_eq!(kept(&lab.server, &lab.visitor()), 0);
}

/// How many bytes the proxy puts into files while a visitor has read the beginning of a film and stopped.
pub(crate) fn kept(server: &Server, visitor: &Visitor) -> u64 {
    let before = held(server);
    let mut film = visitor.download("/Videos/1/stream?static=true");
    let mut read = 0;
    while read < 2_600_000 {
        read += film.piece().unwrap().expect("the film is longer").len();
    }
    sleep(PAUSE);
    let after = held(server);
    let grown =
        |(file, size): (&(u64, u64), &u64)| size.saturating_sub(before.get(file).copied().unwrap_or(0));
    after.iter().map(grown).sum()
}

/// The files that the proxy's processes hold open, by device and number, and their sizes: also those that have no name
/// any more, as temporary ones do. Logs are not among them.
fn held(server: &Server) -> BTreeMap<(u64, u64), u64> {
    let processes = fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().path());
    let own = processes.filter(|process| {
        let name = fs::read_to_string(process.join("comm")).unwrap_or_default();
        name.trim_end() == server.install.binary.file_name()
    });
    own.flat_map(|process| open_files(&process)).collect()
}

fn open_files(process: &Path) -> Vec<((u64, u64), u64)> {
    // A process may end while it is looked at.
    let Ok(handles) = fs::read_dir(process.join("fd")) else { return Vec::new() };
    let files = handles.filter_map(|handle| {
        let handle = handle.ok()?.path();
        let log = fs::read_link(&handle).ok()?.starts_with("/var/log");
        let file = fs::metadata(&handle).ok().filter(|file| file.is_file() && !log)?;
        Some(((file.dev(), file.ino()), file.len()))
    });
    files.collect()
}
