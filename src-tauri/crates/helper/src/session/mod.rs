//! One front at a time is answered, over any pair of pipes.

mod front;
mod inbox;
mod planner;

pub use inbox::Inbox;
pub use planner::{EnginePlanner, Planned, Planner};

use std::io::Write;

use engine::facts::{Wanted, collect};
use engine::names::Version;
use engine::plan::PlanId;
use engine::proxies::ProxyKind;
use engine::request::SetupForm;

use crate::apply::{Applied, apply};
use crate::fault::Fault;
use crate::journal::Journal;
use crate::machine::Machine;
use crate::protocol::{FrameError, Look, Order, Report, Trouble, VERSION, WayBack, write_frame};
use crate::provide;
use crate::stop::Stop;
use crate::undo::{self, Answer};
use front::PipeFront;
use inbox::Arrival;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The front said that it was done, or left between two orders.
    Quit,
    /// A message was not understood: nothing more could be.
    NotUnderstood,
    /// A signal asked for the end; anything begun was undone first.
    Signal(i32),
}

/// Answers a front until it leaves.
pub fn serve(inbox: Inbox, output: impl Write, machine: &Machine, planner: &dyn Planner) -> Ending {
    let mut session = Session { inbox, output, machine, planner, shown: None };
    match session.greet().and_then(|()| session.orders()) {
        Ok(()) | Err(Stop::FrontGone) => Ending::Quit,
        Err(Stop::Signal(number)) => Ending::Signal(number),
        Err(stop @ (Stop::Nonsense(_) | Stop::NotGood { .. } | Stop::Abandoned | Stop::Deadline { .. })) => {
            // The front may be gone as well; then there is nobody to tell.
            let _ = session.say(&Report::Error(Fault::Stop(stop).trouble()));
            Ending::NotUnderstood
        }
    }
}

struct Session<'m, W: Write> {
    inbox: Inbox,
    output: W,
    machine: &'m Machine,
    planner: &'m dyn Planner,
    /// The plan that was shown last: the only one that can be approved.
    shown: Option<Planned>,
}

impl<W: Write> Session<'_, W> {
    fn greet(&mut self) -> Result<(), Stop> {
        match self.inbox.next()? {
            Order::Hello { version } if version == VERSION => self.say(&Report::Hello { version: VERSION }),
            Order::Hello { version } => {
                self.say(&Report::Error(Trouble {
                    code: "version_mismatch".to_owned(),
                    message: format!(
                        "the front speaks version {version} of the protocol, this is version {VERSION}"
                    ),
                    next: "install both parts from the same package".to_owned(),
                }))?;
                Err(Stop::FrontGone)
            }
            order => Err(out_of_turn(&order)),
        }
    }

    fn orders(&mut self) -> Result<(), Stop> {
        loop {
            match self.inbox.next()? {
                Order::Inspect { look } => self.inspect(look)?,
                Order::Plan { form, proxy_version } => self.plan(&form, proxy_version)?,
                Order::Apply { plan_id } => self.apply(&plan_id)?,
                Order::Undo { id, overwrite } => {
                    let answer = undo::undo(self.machine, id, overwrite, &mut |way| {
                        tell_way_back(&mut self.output, way);
                    });
                    self.say(&put_back_report(answer))?;
                }
                Order::Recover { overwrite } => {
                    let answer = undo::recover(self.machine, overwrite, &mut |way| {
                        tell_way_back(&mut self.output, way);
                    });
                    self.say(&put_back_report(answer))?;
                }
                Order::Install { proxy } => self.install(proxy)?,
                Order::Start { proxy } => {
                    let started = provide::start(self.machine, proxy);
                    self.say(&provided(started))?;
                }
                Order::History {} => {
                    let receipts = undo::history(self.machine).map(|receipts| Report::History { receipts });
                    self.say(&receipts.unwrap_or_else(|fault| error(&fault)))?;
                }
                // They crossed with the end of what they were meant for.
                Order::Abandon {} | Order::Seen { .. } => {}
                Order::Quit {} => return Ok(()),
                order @ Order::Hello { .. } => return Err(out_of_turn(&order)),
            }
        }
    }

    fn inspect(&mut self, look: Look) -> Result<(), Stop> {
        let mut facts = collect(self.machine.host.as_ref(), &Wanted::from(look));
        // A configuration may hold passwords; what is understood of it is in the facts anyway.
        facts.files.edit().values_mut().for_each(|file| file.content = None);
        self.say(&Report::Facts { facts: Box::new(facts) })
    }

    fn plan(&mut self, form: &SetupForm, version: Option<Version>) -> Result<(), Stop> {
        self.shown = None;
        let report = match self.nothing_unfinished() {
            Ok(()) => match self.planner.plan(self.machine.host.as_ref(), form, version) {
                Ok(planned) => {
                    let view = Box::new(planned.view.clone());
                    self.shown = Some(planned);
                    Report::Planned { view }
                }
                Err(report) => *report,
            },
            Err(fault) => error(&fault),
        };
        self.say(&report)
    }

    fn apply(&mut self, id: &PlanId) -> Result<(), Stop> {
        let Some(shown) = self.shown.take_if(|shown| shown.plan.id == *id) else {
            return self.say(&error(&Fault::UnknownPlan));
        };
        let mut front = PipeFront { inbox: &mut self.inbox, output: &mut self.output };
        match apply(self.machine, &shown.plan, &shown.known_warnings, &mut front) {
            Ok(Applied::Done(receipt)) => self.say(&Report::Done { receipt }),
            Ok(Applied::Undone(undone, stop)) => {
                let told = self.say(&Report::Undone(undone));
                stop.map_or(told, Err)
            }
            Err(fault) => {
                let told = self.say(&error(&fault));
                fault.end_of_session().map_or(told, Err)
            }
        }
    }

    /// A front that is gone meanwhile is no reason to leave a package half installed.
    fn install(&mut self, proxy: ProxyKind) -> Result<(), Stop> {
        let mut told = Ok(());
        let installed = provide::install(self.machine, proxy, &mut |line| {
            if told.is_ok() {
                told = say(&mut self.output, &Report::Said { line: line.to_owned() });
            }
        });
        told.and_then(|()| self.say(&provided(installed)))
    }

    fn nothing_unfinished(&self) -> Result<(), Fault> {
        match Journal::open_existing(&self.machine.disk)? {
            Some(journal) => match journal.unfinished()? {
                Some(change) => Err(Fault::RecoverFirst(change.intent.id)),
                None => Ok(()),
            },
            None => Ok(()),
        }
    }

    fn say(&mut self, report: &Report) -> Result<(), Stop> {
        say(&mut self.output, report)
    }
}

/// Sends a report; who cannot be told anything is gone.
fn say(output: &mut impl Write, report: &Report) -> Result<(), Stop> {
    write_frame(output, report).map_err(|_| Stop::FrontGone)
}

/// Who cannot be told how an undo goes stops nothing of it.
fn tell_way_back(output: &mut impl Write, way: WayBack) {
    let _ = say(output, &Report::WayBack { way });
}

fn put_back_report(answer: Result<Answer, Fault>) -> Report {
    match answer {
        Ok(Answer::Undone(undone)) => Report::Undone(undone),
        Ok(Answer::Differs(differs)) => Report::Differs(differs),
        Err(fault) => error(&fault),
    }
}

fn provided(outcome: Result<(), Fault>) -> Report {
    outcome.map_or_else(|fault| error(&fault), |()| Report::Provided {})
}

fn error(fault: &Fault) -> Report {
    Report::Error(fault.trouble())
}

fn out_of_turn(order: &Order) -> Stop {
    let name = match order {
        Order::Hello { .. } => "hello",
        Order::Inspect { .. } => "inspect",
        Order::Plan { .. } => "plan",
        Order::Apply { .. } => "apply",
        Order::Seen { .. } => "seen",
        Order::Abandon {} => "abandon",
        Order::Undo { .. } => "undo",
        Order::Recover { .. } => "recover",
        Order::Install { .. } => "install",
        Order::Start { .. } => "start",
        Order::History {} => "history",
        Order::Quit {} => "quit",
    };
    Stop::Nonsense(format!("{name} is out of turn"))
}

impl From<Arrival> for Result<Order, Stop> {
    fn from(arrival: Arrival) -> Self {
        match arrival {
            Arrival::Message(Ok(order)) => Ok(*order),
            Arrival::Message(Err(FrameError::Closed | FrameError::Io(_))) => Err(Stop::FrontGone),
            Arrival::Message(Err(error @ (FrameError::TooLong { .. } | FrameError::NotUnderstood(_)))) => {
                Err(Stop::Nonsense(error.to_string()))
            }
            Arrival::Signal(number) => Err(Stop::Signal(number)),
        }
    }
}
