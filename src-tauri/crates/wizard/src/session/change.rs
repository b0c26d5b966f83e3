//! Changes go through one thread, one after the other: the root side's connection waits for each answer.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use engine::plan::PlanView;
use engine::proxies::ProxyKind;
use engine::request::SetupForm;
use front::{Companion, Ended, Observer, RootSide, RootSideLost, RootSideMissing, Witness};
use helper::client::{ClientError, LaunchError, RootBy, Sender};
use helper::protocol::{Order, Progress, Report, Trouble, Turn, WayBack};
use tokio::runtime::Handle;

use super::Answers;
use crate::view::Remedy;
use crate::work::{Found, Work};

/// How long a root side that has shown something waits for what is wanted next: as long as polkit itself
/// remembers a password.
const KEPT_FOR: Duration = Duration::from_secs(300);

/// The thread that talks to the root side.
pub(super) struct ChangeThread {
    orders: mpsc::Sender<Work>,
    call_off: CallOff,
}

/// The way to call a change off from outside of the thread.
#[derive(Clone, Default)]
struct CallOff(Arc<Mutex<Wish>>);

#[derive(Default)]
struct Wish {
    called: bool,
    /// The way to the root side, once it carries the change out: what it is told before that it does not heed.
    sender: Option<Sender>,
}

impl CallOff {
    fn call(&self) {
        let mut wish = self.wish();
        wish.called = true;
        if let Some(sender) = wish.sender.take() {
            abandon(&sender);
        }
    }

    fn is_called(&self) -> bool {
        self.wish().called
    }

    /// The change is under way; one that was called off before is abandoned now.
    fn arm(&self, sender: Sender) {
        let mut wish = self.wish();
        if wish.called {
            abandon(&sender);
        } else {
            wish.sender = Some(sender);
        }
    }

    /// For the next change.
    fn reset(&self) {
        *self.wish() = Wish::default();
    }

    fn wish(&self) -> MutexGuard<'_, Wish> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A root side that is gone has undone everything, or left it to be recovered.
fn abandon(sender: &Sender) {
    let _ = sender.send(&Order::Abandon {});
}

impl ChangeThread {
    pub(super) fn start(answers: Answers, runtime: Handle, root_by: RootBy) -> Self {
        let (orders, taken) = mpsc::channel();
        let call_off = CallOff::default();
        let changes = Changes { answers, runtime, root_by, call_off: call_off.clone(), kept: None };
        std::thread::spawn(move || changes.run(&taken));
        Self { orders, call_off }
    }

    pub(super) fn set_to(&self, work: Work) {
        if work == Work::CallOff {
            self.call_off.call();
        } else {
            self.call_off.reset();
            // The thread lives as long as its sender.
            let _ = self.orders.send(work);
        }
    }
}

impl Drop for ChangeThread {
    fn drop(&mut self) {
        self.call_off.call();
    }
}

struct Changes {
    answers: Answers,
    runtime: Handle,
    root_by: RootBy,
    call_off: CallOff,
    /// The root side that has shown what can be done (another plan than was agreed to, or what was done
    /// before), and waits to hear of that: its password was given already.
    kept: Option<RootSide>,
}

impl Changes {
    /// Ends with the sender of orders, which is when the session does.
    fn run(mut self, orders: &mpsc::Receiver<Work>) {
        loop {
            match orders.recv_timeout(KEPT_FOR) {
                Ok(work) => self.set_to(work),
                Err(RecvTimeoutError::Timeout) => self.kept = None,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// The root side that waits, or a new one.
    fn root_side(&mut self) -> anyhow::Result<RootSide> {
        if let Some(mut kept) = self.kept.take()
            && kept.is_there()
        {
            return Ok(kept);
        }
        let call_off = self.call_off.clone();
        RootSide::start(None, self.root_by, &|| call_off.is_called())
    }

    fn set_to(&mut self, work: Work) {
        let ended = match work {
            Work::CarryOut { form, shown } => self.carry_out(&form, &shown),
            Work::History => self.history(),
            Work::Provide { proxy, remedy } => self.provide(proxy, remedy),
            Work::Undo { id, overwrite } => self.put_back(&Order::Undo { id, overwrite }),
            Work::Recover { overwrite } => self.put_back(&Order::Recover { overwrite }),
            _ => return,
        };
        self.answers.tell(ended.unwrap_or_else(|error| not_done(&error)));
    }

    fn carry_out(&mut self, form: &SetupForm, shown: &PlanView) -> anyhow::Result<Found> {
        let mut root_side = self.root_side()?;
        let planned = root_side.ask(&Order::Plan { form: Box::new(form.clone()), proxy_version: None })?;
        let view = match planned {
            Report::Planned { view } | Report::Refused { view } => view,
            Report::FieldProblems { problems } => Box::new(PlanView::from(problems.as_slice())),
            Report::Error(trouble) => return Ok(Found::Failed(trouble)),
            other => anyhow::bail!("the root side answered a plan with {other:?}"),
        };
        if !is_same(&view, shown) {
            self.kept = Some(root_side);
            return Ok(Found::OtherPlan(view));
        }
        if self.call_off.is_called() {
            return Ok(Found::NotBegun);
        }
        self.answers.tell(Found::Begun);
        let plan_id = view.plan_id.as_deref().unwrap_or_default().parse()?;
        let mut companion = self.watching(Observer::of(&view, form), Some(root_side.sender()));
        let call_off = self.call_off.clone();
        let ended =
            root_side.carry_out(&Order::Apply { plan_id }, &mut companion, &|| call_off.is_called())?;
        let verdict = companion.witness.take_seen().map(Box::new);
        match ended.report {
            Report::Done { receipt } => Ok(Found::Done { receipt, verdict }),
            report => undone(Ended { report, ..ended }),
        }
    }

    fn watching(&self, observer: Option<Observer>, sender: Option<Sender>) -> Watching {
        Watching {
            witness: Witness::new(observer),
            answers: self.answers.clone(),
            runtime: self.runtime.clone(),
            call_off: self.call_off.clone(),
            sender,
        }
    }

    fn put_back(&mut self, order: &Order) -> anyhow::Result<Found> {
        let mut root_side = self.root_side()?;
        if self.call_off.is_called() {
            return Ok(Found::NotBegun);
        }
        self.answers.tell(Found::Begun);
        let mut companion = self.watching(None, None);
        undone(root_side.carry_out(order, &mut companion, &|| false)?)
    }

    fn provide(&mut self, proxy: ProxyKind, remedy: Remedy) -> anyhow::Result<Found> {
        let mut root_side = self.root_side()?;
        self.answers.tell(Found::Begun);
        let order = match remedy {
            Remedy::Install => Order::Install { proxy },
            Remedy::Start => Order::Start { proxy },
        };
        let end = root_side.ask_telling(&order, |line| self.answers.tell(Found::Said(line)))?;
        Ok(match end {
            Report::Provided {} => Found::Provided,
            Report::Error(trouble) => Found::Failed(trouble),
            other => anyhow::bail!("the root side answered with {other:?}"),
        })
    }

    fn history(&mut self) -> anyhow::Result<Found> {
        let mut root_side = self.root_side()?;
        Ok(match root_side.ask(&Order::History {})? {
            Report::History { receipts } => {
                self.kept = Some(root_side);
                Found::History(receipts)
            }
            Report::Error(trouble) => Found::Failed(trouble),
            other => anyhow::bail!("the root side answered with {other:?}"),
        })
    }
}

fn undone(ended: Ended) -> anyhow::Result<Found> {
    Ok(match ended.report {
        Report::Undone(undone) => Found::Undone(undone),
        Report::Differs(differs) => Found::Differs(differs),
        Report::Error(trouble) => Found::Failed(trouble),
        other => anyhow::bail!("the root side ended a change with {other:?}"),
    })
}

/// Whether two plans do the same. Their ids differ where one was made seeing more.
fn is_same(made: &PlanView, shown: &PlanView) -> bool {
    made.refusal.is_none() && made.url == shown.url && made.steps == shown.steps
}

struct Watching {
    witness: Witness,
    answers: Answers,
    runtime: Handle,
    call_off: CallOff,
    /// Until the first step, from when on the root side heeds it; an undo goes to its end.
    sender: Option<Sender>,
}

impl Companion for Watching {
    fn progress(&mut self, progress: &Progress) {
        if let Some(sender) = self.sender.take() {
            self.call_off.arm(sender);
        }
        self.answers.tell(Found::Progress(progress.clone()));
    }

    fn way_back(&mut self, way: &WayBack) {
        self.answers.tell(Found::WayBack(way.clone()));
    }

    fn turn(&mut self, turn: &Turn, called_off: &dyn Fn() -> bool) -> (bool, Option<String>) {
        self.runtime.block_on(self.witness.turn(turn, called_off, |_| {}))
    }
}

/// Why nothing came of it. One who calls off while the password is asked for has what he wanted.
fn not_done(error: &anyhow::Error) -> Found {
    match error.downcast_ref::<ClientError>() {
        Some(ClientError::Launch(LaunchError::CalledOff)) => Found::NotBegun,
        Some(error) => Found::Failed(error.trouble()),
        None => Found::Failed(trouble(error)),
    }
}

/// What the root side could not even begin, as other troubles are told.
fn trouble(error: &anyhow::Error) -> Trouble {
    let message = format!("{error:#}");
    if error.is::<RootSideLost>() {
        let next = "see what was done, and put back what is left".to_owned();
        return Trouble { code: "root_side_lost".to_owned(), message, next };
    }
    let next = "install the package again".to_owned();
    if error.is::<RootSideMissing>() {
        return Trouble { code: "root_side_missing".to_owned(), message, next };
    }
    Trouble { code: "root_side_not_started".to_owned(), message, next }
}
