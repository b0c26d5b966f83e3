use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use engine::proxies::ProxyKind;
use libtest_mimic::{Arguments, Failed, Trial};
use system::sandbox::{self, Sandbox};

use crate::packages::packages;
use crate::release::Release;

/// A test of one proxy, which it gets by its word.
pub type ProxyTest = fn(&str);

/// A test that runs inside a sandbox of its own, as root there, unless it is told not to.
#[derive(Clone)]
pub struct Case {
    name: String,
    release: Release,
    test: Arc<dyn Fn() + Send + Sync>,
    sandboxed: bool,
    firewalls: bool,
    modules: bool,
    polkit: bool,
    clean: bool,
}

const INSIDE: &str = "--inside";

impl Case {
    /// A test by its name; it fails by panicking.
    pub fn new(name: impl Into<String>, inside: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            name: name.into(),
            release: Release::of_this_machine(),
            test: Arc::new(inside),
            sandboxed: true,
            firewalls: false,
            modules: false,
            polkit: false,
            clean: false,
        }
    }

    /// A test that runs on the machine itself: it enters a sandbox of its own making, or writes below
    /// `/tmp` only.
    pub fn outside(name: impl Into<String>, test: impl Fn() + Send + Sync + 'static) -> Self {
        Self { sandboxed: false, ..Self::new(name, test) }
    }

    /// The same on the servers of another release.
    #[must_use]
    pub fn on(self, release: Release) -> Self {
        Self { release, ..self }
    }

    /// The same on a machine with ufw and firewalld, both switched off.
    #[must_use]
    pub fn with_firewalls(self) -> Self {
        Self { firewalls: true, ..self }
    }

    /// The same on a machine with modules of servers that come in packages of their own.
    #[must_use]
    pub fn with_modules(self) -> Self {
        Self { modules: true, ..self }
    }

    /// The same on a machine with polkit and the bus that it is asked over, neither of which runs yet.
    #[must_use]
    pub fn with_polkit(self) -> Self {
        Self { polkit: true, ..self }
    }

    /// The same in a clean Debian, with nothing of this machine but the programs that were built, by real root only.
    #[must_use]
    pub fn in_clean_debian(self) -> Self {
        Self { clean: true, ..self }
    }

    /// Each of these tests for each proxy of the registry, which its name begins with.
    pub fn of_every_proxy(subject: &str, tests: &[(&str, ProxyTest)]) -> Vec<Self> {
        let proxies = ProxyKind::words().into_iter();
        let named = proxies.flat_map(|proxy| tests.iter().map(move |(name, test)| (proxy, name, *test)));
        named
            .map(|(proxy, name, test)| Self::new(format!("{subject}::{proxy}_{name}"), move || test(proxy)))
            .collect()
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Plays the test, mostly in a sandbox that is entered for it; what it printed comes back when it
    /// failed.
    fn run(&self) -> Result<(), Failed> {
        if !self.sandboxed {
            (self.test)();
            return Ok(());
        }
        let sandbox = if self.clean {
            Sandbox::of_root(self.release.clean()?).keep(packages())
        } else {
            self.machine()?
        };
        // By its own path, where the program finds what was built beside it.
        let mut inside = sandbox
            .keep(program_folder()?)
            // Strangers of both families (RFC 5737, RFC 3849). Without an address beside `::1` a machine
            // counts as one without IPv6 to the C library, and Apache does not listen there.
            .address([203, 0, 113, 9].into())
            .address([0x2001, 0xdb8, 0, 0, 0, 0, 0, 9].into())
            .command(std::env::current_exe()?, [INSIDE, &self.name])?;
        if self.clean {
            inside.env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        }
        let output = inside.envs(self.release.environment()).output()?;
        if output.status.success() {
            return Ok(());
        }
        let words = [output.stdout, output.stderr].concat();
        Err(format!("{}\n{}", output.status, String::from_utf8_lossy(&words)).into())
    }

    /// This machine with everything laid over it that the test needs.
    fn machine(&self) -> Result<Sandbox, Failed> {
        let mut sandbox = Sandbox::new().layer(self.release.servers()?);
        if self.firewalls {
            sandbox = sandbox.layer(self.release.firewalls()?);
        }
        if self.modules {
            sandbox = sandbox.layer(self.release.modules()?);
        }
        if self.polkit {
            sandbox = sandbox.layer(self.release.polkit()?);
        }
        Ok(sandbox.keep(sources()?).keep(PathBuf::from(env!("CARGO_MANIFEST_DIR")).canonicalize()?))
    }
}

/// The `main` of a test program made of cases: it is the test and the program inside in one.
pub fn main(cases: Vec<Case>) -> ExitCode {
    sandbox::stage();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [part, name] = arguments.as_slice()
        && part == INSIDE
    {
        let case = cases.iter().find(|case| &case.name == name);
        let case = case.unwrap_or_else(|| panic!("there is no test {name}"));
        (case.test)();
        return ExitCode::SUCCESS;
    }
    let trials = cases.into_iter().map(|case| Trial::test(case.name.clone(), move || case.run())).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// The sources, for a test that looks into them: the checkout may lie where a sandbox shows nothing.
fn sources() -> Result<PathBuf, Failed> {
    Ok(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../src-tauri/crates")).canonicalize()?)
}

/// The folder with the product's programs: this test lies in `deps` below it.
pub(crate) fn program_folder() -> Result<PathBuf, Failed> {
    let test = std::env::current_exe()?;
    let folder = test.parent().and_then(|deps| deps.parent()).map(PathBuf::from);
    folder.ok_or_else(|| "this test does not lie in a target folder".into())
}
