use std::io::Write;
use std::time::Duration;

use super::inbox::Inbox;
use super::{out_of_turn, say, tell_way_back};
use crate::apply::Front;
use crate::protocol::{Order, Progress, Report, Turn, WayBack};
use crate::stop::Stop;

/// The front at the other end of the pipes, while a plan is carried out.
pub(super) struct PipeFront<'s, W: Write> {
    pub(super) inbox: &'s mut Inbox,
    pub(super) output: &'s mut W,
}

impl<W: Write> Front for PipeFront<'_, W> {
    fn progress(&mut self, progress: Progress) -> Result<(), Stop> {
        say(self.output, &Report::Progress(progress))
    }

    fn your_turn(&mut self, step: usize, turn: Turn, deadline: Duration) -> Result<(), Stop> {
        say(self.output, &Report::YourTurn { step, turn })?;
        match self.inbox.next_within(deadline)? {
            Order::Seen { good: true, .. } => Ok(()),
            Order::Seen { good: false, code } => Err(Stop::NotGood { code }),
            order => Err(refused(&order)),
        }
    }

    fn still_wanted(&mut self) -> Result<(), Stop> {
        match self.inbox.waiting() {
            None => Ok(()),
            Some(order) => Err(refused(&order?)),
        }
    }

    fn way_back(&mut self, way: WayBack) {
        tell_way_back(self.output, way);
    }
}

fn refused(order: &Order) -> Stop {
    match order {
        Order::Abandon {} => Stop::Abandoned,
        order => out_of_turn(order),
    }
}
