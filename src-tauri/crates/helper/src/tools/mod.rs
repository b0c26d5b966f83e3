//! The programs that the root side runs: a fixed list, root's own files, no shell.

use std::time::Duration;

use engine::host::{HostError, ToolAnswer, ToolCall};
use engine::names::AbsPath;
use engine::proxies::registry;
use rustix::fs::{AtFlags, FileType};

use crate::disk::{Disk, DiskError, LastLink, Reach, Trace};

/// The service managers' programs.
const SERVICE_MANAGERS: [&str; 3] = ["rc-service", "service", "systemctl"];

/// What allows a proxy and its visitors what the machine forbids.
const PERMITS: [&str; 4] = ["firewall-cmd", "semanage", "setsebool", "ufw"];

/// How long any of them may take. A check of a large configuration takes under a second, a reload by
/// systemd waits for the server's own check.
const DEADLINE: Duration = Duration::from_secs(60);

/// What may be run, and on which machine.
pub struct Toolbox {
    disk: Disk,
    names: Vec<&'static str>,
}

/// Why a program was not run, or did not do what it should.
#[derive(Debug, thiserror::Error)]
pub enum ToolError {
    /// It is not on the list.
    #[error("{program} is not among the programs that are run as root")]
    NotListed {
        /// The program.
        program: AbsPath,
    },
    /// Its file, or a folder above it, could be changed by others.
    #[error("{program} was not run as root: {reason}")]
    NotTrusted {
        /// The program.
        program: AbsPath,
        /// Why not.
        reason: String,
    },
    /// It could not be started, or did not end in time.
    #[error(transparent)]
    NotRun(HostError),
    /// It ended with an error.
    #[error("{call} failed: {}", words.join(" / "))]
    Failed {
        /// The call.
        call: String,
        /// Its words.
        words: Vec<String>,
    },
}

impl Toolbox {
    /// What a plan can ask for on that machine: the proxies' own programs, what reloads services, and what
    /// lets SELinux and firewalls allow something.
    pub fn of_servers(disk: Disk) -> Self {
        let own = registry().iter().flat_map(|proxy| proxy.programs());
        Self { disk, names: own.chain(&SERVICE_MANAGERS).chain(&PERMITS).copied().collect() }
    }

    /// The programs of that machine with these names.
    pub fn new(disk: Disk, names: &[&'static str]) -> Self {
        Self { disk, names: names.to_vec() }
    }

    /// Runs a program to its end, whatever its exit code.
    ///
    /// # Errors
    /// When it may not be run, cannot be started or does not end in time.
    pub(crate) fn run(&self, call: &ToolCall) -> Result<ToolAnswer, ToolError> {
        self.judge(&call.program)?;
        system::tool::run(call, DEADLINE).map_err(ToolError::NotRun)
    }

    /// Runs a program that has to end well.
    pub(crate) fn run_well(&self, call: &ToolCall) -> Result<(), ToolError> {
        ended_well(call, &self.run(call)?)
    }

    /// Runs a program that has to end well and may take long, and tells each line that it prints. It is run to its
    /// end, whatever becomes of this process.
    pub(crate) fn run_telling(
        &self,
        call: &ToolCall,
        environment: &[(&str, &str)],
        deadline: Duration,
        told: &mut dyn FnMut(&str),
    ) -> Result<(), ToolError> {
        self.judge(&call.program)?;
        let answer = system::tool::run_telling(call, environment, deadline, told);
        ended_well(call, &answer.map_err(ToolError::NotRun)?)
    }

    /// Whether the program is on the machine at all.
    pub(crate) fn has(&self, program: &AbsPath) -> bool {
        match self.disk.place_within(program, Reach::Program, LastLink::Followed) {
            Ok(place) => !matches!(place.folder.trace(&place.name), Ok(Trace::Absent {})),
            Err(error) => !error.is_missing(),
        }
    }

    fn judge(&self, program: &AbsPath) -> Result<(), ToolError> {
        if !self.names.contains(&program.file_name()) {
            return Err(ToolError::NotListed { program: program.clone() });
        }
        let untrusted = |reason: String| ToolError::NotTrusted { program: program.clone(), reason };
        let place = self.disk.place_within(program, Reach::Program, LastLink::Followed);
        let place = place.map_err(|error: DiskError| untrusted(error.to_string()))?;
        let stat = rustix::fs::statat(place.folder.fd(), place.name.as_str(), AtFlags::SYMLINK_NOFOLLOW)
            .map_err(|errno| untrusted(errno.to_string()))?;
        if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
            return Err(untrusted("it is no program".to_owned()));
        }
        if !self.disk.trust().covers(&stat) {
            return Err(untrusted("it may be changed by others than root".to_owned()));
        }
        Ok(())
    }
}

/// How many lines of what a program printed are shown, the last ones: there it says why it ended.
const WORDS: usize = 20;

fn ended_well(call: &ToolCall, answer: &ToolAnswer) -> Result<(), ToolError> {
    if answer.code == Some(0) {
        return Ok(());
    }
    let said = format!("{}\n{}", answer.stderr, answer.stdout);
    let mut words: Vec<String> =
        said.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    words.drain(..words.len().saturating_sub(WORDS));
    if words.is_empty() {
        words.push(
            answer.code.map_or("it was ended by a signal".to_owned(), |code| format!("exit code {code}")),
        );
    }
    Err(ToolError::Failed { call: call.to_string(), words })
}

impl ToolError {
    /// The stable word for it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotListed { .. } => "program_not_listed",
            Self::NotTrusted { .. } => "program_not_trusted",
            Self::NotRun(HostError::TimedOut(_)) => "tool_timed_out",
            Self::NotRun(_) => "tool_not_run",
            Self::Failed { .. } => "tool_failed",
        }
    }

    /// What the user can do about it.
    pub fn next(&self) -> String {
        match self {
            Self::NotListed { .. } => "please report this".to_owned(),
            Self::NotTrusted { program, .. } => {
                format!("see that {program} and the folders above it belong to root (ls -ld)")
            }
            Self::NotRun(HostError::TimedOut(call)) => format!("see what {call} waits for, and try again"),
            Self::NotRun(_) => "see that the program is there and can be run".to_owned(),
            Self::Failed { .. } => "mend what it says and try again".to_owned(),
        }
    }
}
