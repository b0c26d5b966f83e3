//! What the state asks of the world, and what the world answers.

use engine::facts::{CertificateFacts, CertificateFault, HostFacts};
use engine::names::{AbsPath, Fqdn, Upstream};
use engine::plan::PlanView;
use engine::proxies::ProxyKind;
use engine::request::SetupForm;
use engine::verdict::{Check, JellyfinSeen, Verdict};
use helper::journal::{ChangeId, Receipt};
use helper::protocol::{Differs, Progress, Trouble, Undone, WayBack};

use crate::view::{PointsTo, Remedy};

/// Tells an answer from one to an earlier question, which comes too late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Ticket(u64);

impl Ticket {
    /// The one after this.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// Something that takes time or needs the world. The state asks for it, the session does it.
#[derive(Debug, Clone, PartialEq)]
pub enum Work {
    /// Look at this computer.
    Look,
    /// Ask a Jellyfin how it is.
    AskJellyfin(Ticket, Upstream),
    /// Look a name up.
    LookUp(Ticket, Fqdn),
    /// Judge a certificate for a name.
    Judge(Ticket, AbsPath, AbsPath),
    /// Make a plan with what may be seen without a password.
    Plan(Ticket, Box<SetupForm>),
    /// Ask for the password, plan again as root, and carry it out where it is what was shown.
    CarryOut {
        /// What is wanted.
        form: Box<SetupForm>,
        /// What was agreed to.
        shown: Box<PlanView>,
    },
    /// Stop the change that is carried out.
    CallOff,
    /// Run the health test.
    Check(Ticket, String),
    /// Install or start a proxy.
    Provide {
        /// Which.
        proxy: ProxyKind,
        /// What is done.
        remedy: Remedy,
    },
    /// Read what was changed before.
    History,
    /// Take a change back.
    Undo {
        /// Which; the latest if not given.
        id: Option<ChangeId>,
        /// Also where somebody changed the files since.
        overwrite: bool,
    },
    /// Put back what an interrupted change left.
    Recover {
        /// Also where somebody changed the files since.
        overwrite: bool,
    },
    /// Begin a practice run, which is a wizard of its own.
    Practice,
}

/// What the world answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// This computer.
    Machine(Box<HostFacts>),
    /// It could not be looked at, in the system's words.
    NoMachine(String),
    /// What a Jellyfin answered.
    Jellyfin(Ticket, JellyfinSeen),
    /// Where a name leads.
    Name(Ticket, PointsTo),
    /// What a certificate is.
    Certificate(Ticket, Box<Result<CertificateFacts, CertificateFault>>),
    /// A plan, or a refusal.
    Plan(Ticket, Box<PlanView>),
    /// Root sees more: its plan is another one than was agreed to.
    OtherPlan(Box<PlanView>),
    /// It was called off before anything was begun.
    NotBegun,
    /// The root side is there, and begins.
    Begun,
    /// A step begins or has ended.
    Progress(Progress),
    /// How an undo goes.
    WayBack(WayBack),
    /// The change is done, and was seen to be good.
    Done {
        /// What was done.
        receipt: Box<Receipt>,
        /// What was seen last.
        verdict: Option<Box<Verdict>>,
    },
    /// Everything is as it was.
    Undone(Box<Undone>),
    /// Somebody changed files since; nothing was undone.
    Differs(Differs),
    /// It was not done, or its end is not known.
    Failed(Trouble),
    /// A line that a package manager printed.
    Said(String),
    /// The proxy is installed and runs.
    Provided,
    /// A check of the health test is settled, whose last question took so many seconds.
    Checked(Ticket, Box<Check>, f64),
    /// The health test has ended, after so many seconds.
    Verdict(Ticket, Box<Verdict>, f64),
    /// What was changed before, oldest first.
    History(Vec<Receipt>),
    /// There is no practice run, or no longer.
    NoPractice(Trouble),
}
