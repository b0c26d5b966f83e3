//! The root side as a test wants it: in a thread of this process, or in a process of its own.

use std::collections::BTreeSet;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use engine::host::Host;
use helper::disk::Disk;
use helper::machine::{Deadlines, Machine};
use helper::session::{Ending, Inbox, serve};
use helper::tools::Toolbox;
use serde::{Deserialize, Serialize};
use system::host::TreeHost;

use crate::hazards::{Fate, Fateful};
use crate::job;
use crate::pretend::{LiveTree, ReadyPlanner};
use crate::talk::Talk;
use engine::plan::Plan;

/// The root side's part of this program: the variable holds its [`Order`].
const VARIABLE: &str = "TRANSACTION_TEST_ROOT_SIDE";

/// What kind of root side.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RootSide {
    root: PathBuf,
    job: Job,
    fate: Fate,
    deadline_ms: u64,
    known_warnings: BTreeSet<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Job {
    /// Every step that changes files, in a tree.
    Files,
    /// A machine that runs.
    Live,
    /// One that SELinux and firewalls guard.
    Guarded,
    /// A plan of the test's own, which only a thread can be given.
    #[serde(skip)]
    Given(Box<Plan>, bool),
}

impl RootSide {
    /// One that plans every step which changes files.
    pub(crate) fn files(root: &Path) -> Self {
        Self::with(root, Job::Files)
    }

    /// One on a machine that runs.
    pub(crate) fn live(root: &Path) -> Self {
        Self::with(root, Job::Live)
    }

    /// One on a machine that SELinux and firewalls guard.
    pub(crate) fn guarded(root: &Path) -> Self {
        Self::with(root, Job::Guarded)
    }

    /// One that has this plan for a tree.
    pub(crate) fn planning(root: &Path, plan: Plan) -> Self {
        Self::with(root, Job::Given(Box::new(plan), false))
    }

    /// One that has this plan for a machine that runs.
    pub(crate) fn planning_live(root: &Path, plan: Plan) -> Self {
        Self::with(root, Job::Given(Box::new(plan), true))
    }

    pub(crate) fn fate(mut self, fate: Fate) -> Self {
        self.fate = fate;
        self
    }

    pub(crate) fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline_ms = u64::try_from(deadline.as_millis()).unwrap();
        self
    }

    pub(crate) fn knows_warning(mut self, line: &str) -> Self {
        self.known_warnings.insert(line.to_owned());
        self
    }

    /// Runs in a thread of this process.
    pub(crate) fn start(self) -> Talk {
        let (front, root_side) = UnixStream::pair().unwrap();
        let thread: JoinHandle<Ending> = std::thread::spawn(move || {
            let inbox = Inbox::listen(root_side.try_clone().unwrap());
            let ending = self.serve(inbox, &root_side);
            // As the end of a process does, though a thread still reads.
            root_side.shutdown(Shutdown::Both).unwrap();
            ending
        });
        Talk::new(front.try_clone().unwrap(), front, Some(thread), None)
    }

    /// Runs in a process of its own.
    pub(crate) fn start_process(self) -> Talk {
        let mut child: Child = Command::new("/proc/self/exe")
            .env(VARIABLE, serde_json::to_string(&self).unwrap())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdout.take().unwrap(), child.stdin.take().unwrap());
        Talk::new(input, output, None, Some(child))
    }

    fn with(root: &Path, job: Job) -> Self {
        let known_warnings = BTreeSet::new();
        Self { root: root.into(), job, fate: Fate::Calm, deadline_ms: 30_000, known_warnings }
    }

    fn serve(self, inbox: Inbox, output: impl std::io::Write) -> Ending {
        let (plan, live) = match self.job {
            Job::Files => (job::every_file_step(), false),
            Job::Live => (job::live(&self.root), true),
            Job::Guarded => (job::guarded(&self.root), true),
            Job::Given(plan, live) => (*plan, live),
        };
        let host: Box<dyn Host> = match live {
            true => Box::new(LiveTree::open(&self.root)),
            false => Box::new(TreeHost::open(&self.root).unwrap()),
        };
        let deadline = Duration::from_millis(self.deadline_ms);
        let machine = Machine {
            host,
            disk: Disk::with_hazard(&self.root, Box::new(Fateful::new(self.fate))).unwrap(),
            tools: Toolbox::new(
                Disk::open(Path::new("/")).unwrap(),
                &["cat", "ln", "false", "semanage", "setsebool", "ufw", "firewall-cmd"],
            ),
            deadlines: Deadlines { observe: deadline, restart: deadline },
        };
        let planner = ReadyPlanner { plan, known_warnings: self.known_warnings };
        serve(inbox, output, &machine, &planner)
    }
}

/// Plays the root side where this process was started to; returns at once otherwise.
pub(crate) fn play() {
    let Some(order) = std::env::var_os(VARIABLE) else { return };
    let side: RootSide = serde_json::from_str(order.to_str().unwrap()).unwrap();
    let inbox = Inbox::listen(std::io::stdin());
    inbox.heed_signals().unwrap();
    let ending = side.serve(inbox, std::io::stdout());
    std::process::exit(match ending {
        Ending::Quit => 0,
        Ending::NotUnderstood => 2,
        Ending::Signal(number) => 128 + number,
    });
}
