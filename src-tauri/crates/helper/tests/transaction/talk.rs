//! The front's part of the conversation.

use std::io::{Read, Write};
use std::process::{Child, ExitStatus};
use std::thread::JoinHandle;

use engine::plan::PlanId;
use engine::request::SetupForm;
use helper::journal::{ChangeId, Receipt};
use helper::protocol::{
    Differs, FrameError, Order, Progress, REPORT_LIMIT, Report, StepStatus, Trouble, Turn, Undone, VERSION,
    WayBack, read_frame, write_frame,
};
use helper::session::Ending;

/// A connection to a root side that has not been greeted yet.
pub(crate) struct Talk {
    input: Box<dyn Read>,
    output: Option<Box<dyn Write>>,
    thread: Option<JoinHandle<Ending>>,
    child: Option<Child>,
    /// What was said of the steps.
    pub(crate) progress: Vec<Progress>,
    /// What was said of the way back.
    pub(crate) way_back: Vec<WayBack>,
}

impl Talk {
    pub(crate) fn new(
        input: impl Read + 'static,
        output: impl Write + 'static,
        thread: Option<JoinHandle<Ending>>,
        child: Option<Child>,
    ) -> Self {
        let (input, output) = (Box::new(input), Some(Box::new(output) as Box<dyn Write>));
        Self { input, output, thread, child, progress: Vec::new(), way_back: Vec::new() }
    }

    pub(crate) fn send(&mut self, order: &Order) -> Result<(), FrameError> {
        write_frame(self.output.as_mut().unwrap(), order)
    }

    /// Bytes that are no message, perhaps.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        // Who has heard enough hangs up in the middle.
        let _ = self.output.as_mut().unwrap().write_all(bytes);
    }

    pub(crate) fn receive(&mut self) -> Result<Report, FrameError> {
        read_frame(&mut self.input, REPORT_LIMIT)
    }

    pub(crate) fn ask(&mut self, order: &Order) -> Result<Report, FrameError> {
        self.send(order)?;
        self.go_on()
    }

    pub(crate) fn greet(&mut self) -> Result<Report, FrameError> {
        self.ask(&Order::Hello { version: VERSION })
    }

    /// Greets, asks for the plan and has it carried out, up to the first turn or the end.
    pub(crate) fn begin(&mut self) -> Result<Report, FrameError> {
        self.greet()?;
        self.plan_and_apply()
    }

    /// Once more in the same session, for a plan without turns.
    pub(crate) fn retry(&mut self) -> Report {
        self.plan_and_apply().unwrap()
    }

    fn plan_and_apply(&mut self) -> Result<Report, FrameError> {
        let plan_id =
            match self.ask(&Order::Plan { form: Box::new(SetupForm::default()), proxy_version: None })? {
                Report::Planned { view } => view.plan_id.unwrap().parse::<PlanId>().unwrap(),
                other => return Ok(other),
            };
        self.send(&Order::Apply { plan_id })?;
        self.go_on()
    }

    /// Reads on up to the next turn or the end.
    pub(crate) fn go_on(&mut self) -> Result<Report, FrameError> {
        loop {
            match self.receive()? {
                Report::Progress(progress) => self.progress.push(progress),
                Report::WayBack { way } => self.way_back.push(way),
                other => return Ok(other),
            }
        }
    }

    /// The whole job, each turn answered.
    pub(crate) fn job(&mut self, mut answer: impl FnMut(&Turn) -> Order) -> Result<Report, FrameError> {
        let mut report = self.begin()?;
        while let Report::YourTurn { turn, .. } = &report {
            self.send(&answer(turn))?;
            report = self.go_on()?;
        }
        Ok(report)
    }

    pub(crate) fn undo(&mut self, id: Option<ChangeId>, overwrite: bool) -> Report {
        self.ask(&Order::Undo { id, overwrite }).unwrap()
    }

    pub(crate) fn recover(&mut self, overwrite: bool) -> Report {
        self.ask(&Order::Recover { overwrite }).unwrap()
    }

    pub(crate) fn history(&mut self) -> Vec<Receipt> {
        match self.ask(&Order::History {}).unwrap() {
            Report::History { receipts } => receipts,
            other => panic!("{other:?}"),
        }
    }

    /// Hangs up without a word.
    pub(crate) fn hang_up(&mut self) {
        self.output = None;
        self.input = Box::new(std::io::empty());
    }

    pub(crate) fn pid(&self) -> rustix::process::Pid {
        rustix::process::Pid::from_child(self.child.as_ref().unwrap())
    }

    /// How its thread ended, once the front hung up.
    pub(crate) fn ending(mut self) -> Ending {
        self.hang_up();
        self.thread.take().unwrap().join().unwrap()
    }

    /// How its process ended, once the front hung up.
    pub(crate) fn exit(mut self) -> ExitStatus {
        self.hang_up();
        self.child.take().unwrap().wait().unwrap()
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        self.hang_up();
        if let Some(mut child) = self.child.take() {
            let _ = child.wait();
        }
    }
}

/// What was seen is good.
pub(crate) fn good(_turn: &Turn) -> Order {
    Order::Seen { good: true, code: None }
}

pub(crate) fn undone(report: Report) -> Undone {
    match report {
        Report::Undone(undone) => *undone,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn done(report: Report) -> Receipt {
    match report {
        Report::Done { receipt } => *receipt,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn differs(report: Report) -> Differs {
    match report {
        Report::Differs(differs) => differs,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn trouble(report: Report) -> Trouble {
    match report {
        Report::Error(trouble) => trouble,
        other => panic!("{other:?}"),
    }
}

/// The steps of the way back as they lay ahead, and how each ended: every one begins before it ends, and in its turn.
pub(crate) fn way_back(talk: &Talk) -> Vec<(String, Option<StepStatus>)> {
    let [WayBack::Ahead { steps }, told @ ..] = talk.way_back.as_slice() else {
        panic!("{:?}", talk.way_back)
    };
    let mut way: Vec<_> = steps.iter().map(|step| (step.to_string(), None)).collect();
    let told: Vec<&Progress> = told
        .iter()
        .map(|told| match told {
            WayBack::Step { progress } => progress,
            WayBack::Ahead { .. } => panic!("once is enough"),
        })
        .collect();
    for (at, turn) in told.chunks(2).enumerate() {
        let [begun, ended] = turn else { panic!("{turn:?}") };
        assert_eq!((begun.step, begun.status), (at, StepStatus::Started));
        assert_eq!((ended.step, &ended.summary), (at, &way[at].0));
        way[at].1 = Some(ended.status);
    }
    way
}
