//! The state with the world around it: a task that takes intents, does what they need, and shows views.

mod change;
mod name;
mod world;

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};

use crate::intent::Intent;
use crate::state::{Circumstances, Wizard};
use crate::view::View;
use crate::work::Found;
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
}

/// Where the world's answers go. It does not keep a session alive.
#[derive(Clone)]
struct Answers(mpsc::WeakUnboundedSender<Event>);

impl Answers {
    fn tell(&self, found: Found) {
        if let Some(events) = self.0.upgrade() {
            // Nobody is there to be told once the session has ended.
            let _ = events.send(Event::Found(found));
        }
    }
}

impl Session {
    /// Begins a wizard on this machine.
    #[must_use]
    pub fn begin(circumstances: Circumstances, runtime: &Handle) -> Self {
        let (wizard, first) = Wizard::begin(circumstances.clone());
        let (events, told) = mpsc::unbounded_channel();
        let (show, views) = watch::channel(Arc::new(wizard.view()));
        let world = World::new(circumstances, Answers(events.downgrade()), runtime.clone());
        for work in first {
            world.set_to(work);
        }
        runtime.spawn(run(wizard, world, told, show));
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

async fn run(
    mut wizard: Wizard,
    mut world: World,
    mut told: mpsc::UnboundedReceiver<Event>,
    show: watch::Sender<Arc<View>>,
) {
    while let Some(event) = told.recv().await {
        let work = match event {
            Event::Wanted(intent) => wizard.take(intent),
            Event::Found(found) => {
                world.remember(&found);
                wizard.learn(found)
            }
        };
        show.send_replace(Arc::new(wizard.view()));
        for work in work {
            world.set_to(work);
        }
    }
}
