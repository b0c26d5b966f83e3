use std::cell::Cell;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use procfs::process::Process;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::desktop::Desktop;
use crate::rest::below;

/// Longer than any step of a set-up takes.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(50);

/// What a person sees of the application, and does with it.
pub struct Window {
    runtime: Runtime,
    client: Client,
    driver: Child,
    pictures: PathBuf,
    taken: Cell<usize>,
}

impl Window {
    /// Starts the application on this desktop with these arguments, and waits for its first screen.
    pub fn open(desktop: &Desktop, test: &str, program: &str, arguments: &[&str]) -> Self {
        let port = free_port();
        let mut driver = desktop.command("WebKitWebDriver");
        driver.args([format!("--port={port}"), "--host=127.0.0.1".to_owned()]);
        driver.env("TAURI_WEBVIEW_AUTOMATION", "true").stdin(Stdio::null());
        let driver = driver.spawn().expect("WebKitWebDriver is there: run `cargo xtask test`");
        let begin = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(begin.elapsed() < PATIENCE, "WebKitWebDriver does not listen");
            std::thread::sleep(PAUSE);
        }
        let wanted = json!({
            "browserName": "wry",
            "webkitgtk:browserOptions": { "binary": program, "args": arguments },
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let client = runtime.block_on(
            ClientBuilder::new(HttpConnector::new())
                .capabilities(wanted.as_object().unwrap().clone())
                .connect(&format!("http://127.0.0.1:{port}")),
        );
        let client = client.expect("the application starts");
        let pictures = tests::program("pictures").join(test);
        // Those of an earlier run would be taken for this one's.
        let _ = std::fs::remove_dir_all(&pictures);
        std::fs::create_dir_all(&pictures).unwrap();
        let window = Self { runtime, client, driver, pictures, taken: Cell::new(0) };
        window.find("//h1");
        window
    }

    /// Waits until this heading is shown.
    #[track_caller]
    pub fn until(&self, heading: &str) {
        self.until_any(&[heading]);
    }

    /// Waits until one of these headings is shown, which comes back.
    #[track_caller]
    pub fn until_any(&self, headings: &[&str]) -> String {
        self.patiently(&format!("one of {headings:?}"), || {
            Some(self.heading()).filter(|shown| headings.contains(&shown.as_str()))
        })
    }

    /// Waits until these words are shown somewhere.
    #[track_caller]
    pub fn until_words(&self, words: &str) {
        self.patiently(words, || self.words().contains(words).then_some(()));
    }

    /// Waits until these words are shown nowhere.
    #[track_caller]
    pub fn until_no_words(&self, words: &str) {
        self.patiently(&format!("a screen without {words}"), || {
            (!self.words().contains(words)).then_some(())
        });
    }

    /// The present screen's heading; empty in the moment between two.
    pub fn heading(&self) -> String {
        let script = "return document.querySelector('h1')?.innerText ?? ''";
        self.ask(script).as_str().unwrap_or_default().to_owned()
    }

    /// All words that are shown.
    pub fn words(&self) -> String {
        self.ask("return document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// What a script in the page answers, once that is something.
    #[track_caller]
    pub fn until_told(&self, script: &str) -> Value {
        self.patiently(script, || Some(self.ask(script)).filter(|told| !told.is_null()))
    }

    /// The application's process.
    ///
    /// # Panics
    /// When it has ended.
    pub fn application(&self) -> Process {
        self.running().expect("the application runs")
    }

    fn running(&self) -> Option<Process> {
        let driver = Process::new(self.driver.id().cast_signed()).ok()?;
        below(&driver).into_iter().next()
    }

    /// What a script in the page answers.
    pub fn ask(&self, script: &str) -> Value {
        self.runtime.block_on(self.client.execute(script, Vec::new())).unwrap()
    }

    /// Presses the button with these words, once it can be pressed.
    #[track_caller]
    pub fn press(&self, words: &str) {
        let open = "not(@aria-disabled='true') and not(@disabled)";
        self.click(&format!("//button[{open} and contains(normalize-space(.), '{words}')]"));
    }

    /// Takes the choice with these words.
    #[track_caller]
    pub fn choose(&self, words: &str) {
        self.click(&format!("//label[contains(normalize-space(.), '{words}')]"));
    }

    /// Types into the field with this label, in the place of what stands there.
    #[track_caller]
    pub fn fill(&self, label: &str, text: &str) {
        let field = self.find(&format!("//input[@id=//label[contains(., '{label}')]/@for]"));
        self.runtime.block_on(async {
            field.clear().await.unwrap();
            field.send_keys(text).await.unwrap();
        });
    }

    /// Keeps a picture. The driver may hand out the frame before the last change, so two new ones are awaited.
    pub fn picture(&self, name: &str) {
        let frames = "const done = arguments[arguments.length - 1];
            requestAnimationFrame(() => requestAnimationFrame(() => done(null)));";
        let picture = self.runtime.block_on(async {
            self.client.execute_async(frames, Vec::new()).await.unwrap();
            self.client.screenshot().await.unwrap()
        });
        self.taken.set(self.taken.get() + 1);
        std::fs::write(self.pictures.join(format!("{:02}-{name}.png", self.taken.get())), picture).unwrap();
    }

    /// Sends an intent that no button of this screen stands for.
    pub fn want(&self, intent: &str) {
        let script = format!(
            "const done = arguments[arguments.length - 1];
            window.__TAURI_INTERNALS__.invoke('intent', {{ intent: {{ do: '{intent}' }} }})
                .then(() => done('taken'), (error) => done(String(error)));"
        );
        assert_eq!(self.ask_later(&script), "taken");
    }

    /// What the program answers to a command that the page does not know.
    pub fn invoke(&self, command: &str) -> String {
        let script = format!(
            "const done = arguments[arguments.length - 1];
            window.__TAURI_INTERNALS__.invoke('{command}', {{}})
                .then(() => done('taken'), (error) => done(String(error)));"
        );
        self.ask_later(&script).as_str().unwrap_or_default().to_owned()
    }

    /// Tests the health again, to its end: what is shown moves until then.
    ///
    /// # Panics
    /// When it does not end.
    #[track_caller]
    pub fn test_again(&self) {
        let before = self.view()["turn"].as_u64();
        self.press("Test again");
        self.patiently("the end of the test", || {
            let view = self.view();
            (view["turn"].as_u64() > before && view["health"]["running"] == false).then_some(())
        });
    }

    /// What the program has shown last.
    fn view(&self) -> Value {
        self.ask_later(
            "const done = arguments[arguments.length - 1];
            window.__TAURI_INTERNALS__.invoke('view').then(done);",
        )
    }

    /// Looks again and again until something is there.
    #[track_caller]
    fn patiently<T>(&self, what: &str, look: impl Fn() -> Option<T>) -> T {
        let begin = Instant::now();
        loop {
            if let Some(seen) = look() {
                return seen;
            }
            if begin.elapsed() >= PATIENCE {
                self.picture("stuck");
                panic!("never seen: {what}, but:\n{}", self.words());
            }
            std::thread::sleep(PAUSE);
        }
    }

    fn ask_later(&self, script: &str) -> Value {
        self.runtime.block_on(self.client.execute_async(script, Vec::new())).unwrap()
    }

    #[track_caller]
    fn click(&self, path: &str) {
        let begin = Instant::now();
        loop {
            // What is shown may change between finding and clicking.
            match self.runtime.block_on(async { self.wait(path).await?.click().await }) {
                Ok(()) => return,
                Err(error) if begin.elapsed() >= PATIENCE => {
                    self.picture("stuck");
                    panic!("{path}: {error}\n{}", self.words());
                }
                Err(_) => std::thread::sleep(PAUSE),
            }
        }
    }

    #[track_caller]
    fn find(&self, path: &str) -> Element {
        self.runtime.block_on(self.wait(path)).unwrap_or_else(|error| {
            panic!("{path}: {error}\n{}", self.words());
        })
    }

    async fn wait(&self, path: &str) -> Result<Element, CmdError> {
        self.client.wait().at_most(Duration::from_secs(20)).for_element(Locator::XPath(path)).await
    }
}

impl Drop for Window {
    /// Ends the application, and its driver. The driver ends the application some time after it has answered, so it is
    /// ended here as well: the next start would only ask this one to show its window.
    fn drop(&mut self) {
        let application = self.running().and_then(|application| Pid::from_raw(application.pid));
        let application = application.and_then(|pid| pidfd_open(pid, PidfdFlags::empty()).ok());
        let client = self.client.clone();
        let _ = self
            .runtime
            .block_on(async { tokio::time::timeout(Duration::from_secs(10), client.close()).await });
        if let Some(application) = application {
            end(application.as_fd());
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Ends this process, and waits until it has ended.
fn end(process: BorrowedFd) {
    let patience = Timespec { tv_sec: PATIENCE.as_secs().cast_signed(), tv_nsec: 0 };
    if pidfd_send_signal(process, Signal::KILL).is_ok() {
        let _ = poll(&mut [PollFd::from_borrowed_fd(process, PollFlags::IN)], Some(&patience));
    }
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}
