//! The state with the world around it: a task that takes intents, does what they need, and shows views.

mod change;
mod name;
mod shown;
mod world;

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};

use crate::intent::Intent;
use crate::practice::{Practice, PracticeWish, Run, Said};
use crate::state::{Circumstances, Wizard};
use crate::view::View;
use crate::work::{Found, Work};
use shown::Shown;
use world::World;

/// A wizard that runs. It ends when its last handle is dropped; a change that is carried out then is undone.
#[derive(Clone)]
pub struct Session {
    events: mpsc::UnboundedSender<Event>,
    views: watch::Receiver<Arc<View>>,
}

/// What the state is told.
enum Event {
    /// A person wants something.
    Wanted(Intent),
    /// The world answered.
    Found(Found),
    /// A practice run said something.
    Practised(Run, Said),
}

/// Where the world's answers go. It does not keep a session alive.
#[derive(Clone)]
struct Answers(mpsc::WeakUnboundedSender<Event>);

impl Answers {
    fn tell(&self, found: Found) {
        self.send(Event::Found(found));
    }

    fn send(&self, event: Event) {
        if let Some(events) = self.0.upgrade() {
            // Nobody is there to be told once the session has ended.
            let _ = events.send(event);
        }
    }
}

impl Session {
    /// Begins a wizard on this machine.
    #[must_use]
    pub fn begin(circumstances: Circumstances, wish: PracticeWish, runtime: &Handle) -> Self {
        let (wizard, first) = Wizard::begin(circumstances.clone());
        let (events, told) = mpsc::unbounded_channel();
        let (shown, views) = Shown::begin(wizard.view());
        let answers = Answers(events.downgrade());
        let world = World::new(circumstances, answers.clone(), runtime.clone());
        let mut course =
            Course { wizard, world, shown, answers, wish, latest_run: Run::default(), practice: None };
        course.set_to(first);
        runtime.spawn(course.run(told));
        Self { events, views }
    }

    /// Passes on what a person wants.
    pub fn want(&self, intent: Intent) {
        // A session that has ended wants nothing.
        let _ = self.events.send(Event::Wanted(intent));
    }

    /// What is shown now, and a way to wait for what is shown next.
    #[must_use]
    pub fn views(&self) -> watch::Receiver<Arc<View>> {
        self.views.clone()
    }
}

/// What a session's task goes by.
struct Course {
    wizard: Wizard,
    world: World,
    shown: Shown,
    answers: Answers,
    wish: PracticeWish,
    latest_run: Run,
    /// The practice run that is shown in the place of the wizard, which waits.
    practice: Option<Practice>,
}

impl Course {
    async fn run(mut self, mut told: mpsc::UnboundedReceiver<Event>) {
        while let Some(event) = told.recv().await {
            match event {
                Event::Wanted(Intent::LeavePractice {}) if self.practice.is_some() => self.leave_practice(),
                Event::Wanted(intent) => match &self.practice {
                    Some(practice) => practice.want(intent),
                    None => {
                        let work = self.wizard.take(intent);
                        self.go_on(work);
                    }
                },
                Event::Found(found) => self.learn(found),
                Event::Practised(run, said) if run == self.latest_run && self.practice.is_some() => {
                    self.hear(said);
                }
                Event::Practised(..) => {}
            }
        }
    }

    fn learn(&mut self, found: Found) {
        self.world.remember(&found);
        let work = self.wizard.learn(found);
        self.go_on(work);
    }

    fn go_on(&mut self, work: Vec<Work>) {
        if self.practice.is_none() {
            self.shown.show(self.wizard.view());
        }
        self.set_to(work);
    }

    fn set_to(&mut self, work: Vec<Work>) {
        for work in work {
            match work {
                Work::Practice => self.practise(),
                work => self.world.set_to(work),
            }
        }
    }

    fn practise(&mut self) {
        self.latest_run = self.latest_run.next();
        let (answers, run) = (self.answers.clone(), self.latest_run);
        let tell = move |said| answers.send(Event::Practised(run, said));
        self.practice = Some(Practice::begin(self.wish.clone(), tell));
        let (inside, _) = Wizard::begin(Circumstances { practice: true, ..Circumstances::default() });
        self.shown.show(View { beginning_practice: true, ..inside.view() });
    }

    fn leave_practice(&mut self) {
        self.practice = None;
        self.go_on(Vec::new());
    }

    fn hear(&mut self, said: Said) {
        match said {
            Said::View(view) => self.shown.show(*view),
            Said::Ended(trouble) => {
                self.practice = None;
                self.learn(Found::NoPractice(trouble));
            }
        }
    }
}
