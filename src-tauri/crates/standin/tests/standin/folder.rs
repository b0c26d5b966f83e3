//! The folders a stand-in is started with.

use std::fs::{self, File, FileTimes};
use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};

use tempfile::TempDir;

/// The page and the length of the script as they were when the answers were recorded.
const INDEX: &str = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Jellyfin (dummy web client)</title>\
     <script defer=\"defer\" src=\"main.bundle.js?abc123\"></script></head><body><div id=\"reactRoot\">dummy</div>\
     </body></html>\n";
const SCRIPT_START: &str = "/* dummy main.bundle.js */\n\"apiClient9325\";\"window4179\";\"document8117\";\
     \"fetch7737\";\"=>3439\";\"document7993\";\"function6386";
const SCRIPT_LENGTH: usize = 204_800;
/// When both were last changed, as their ETags tell.
const CHANGED: Duration = Duration::from_secs(0x01dd_7b16_9dec_7800 / 10_000_000 - 11_644_473_600);

/// A configuration folder and a web client, removed when dropped.
pub(crate) struct Folder {
    root: TempDir,
}

impl Folder {
    /// Both folders, without a network.xml.
    pub(crate) fn new() -> Self {
        let folder = Self { root: tempfile::tempdir().expect("a temporary folder") };
        fs::create_dir(folder.config()).expect("folder");
        fs::create_dir(folder.web()).expect("folder");
        let files = [("index.html", INDEX.as_bytes().to_vec()), ("main.bundle.js", script())];
        for (name, content) in files {
            let path = folder.web().join(name);
            fs::write(&path, content).expect("file of the web client");
            let times = FileTimes::new().set_modified(UNIX_EPOCH + CHANGED);
            File::options().write(true).open(&path).expect("file").set_times(times).expect("times");
        }
        folder
    }

    /// With these elements in network.xml.
    pub(crate) fn with_network(elements: &str) -> Self {
        let folder = Self::new();
        folder.write_network(elements);
        folder
    }

    pub(crate) fn write_network(&self, elements: &str) {
        let document = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<NetworkConfiguration>\n{elements}\n</NetworkConfiguration>"
        );
        fs::write(self.config().join("network.xml"), document).expect("network.xml");
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.root.path().join("config")
    }

    pub(crate) fn web(&self) -> PathBuf {
        self.root.path().join("web")
    }
}

/// The script of the web client.
pub(crate) fn script() -> Vec<u8> {
    let mut content = SCRIPT_START.as_bytes().to_vec();
    let filler = (0_u32..).flat_map(|number| format!("\";\"word{number}").into_bytes());
    content.extend(filler.take(SCRIPT_LENGTH - SCRIPT_START.len()));
    content
}

/// network.xml's form of a list.
pub(crate) fn list(name: &str, items: &[&str]) -> String {
    let items: String = items.iter().map(|item| format!("<string>{item}</string>")).collect();
    format!("<{name}>{items}</{name}>")
}
