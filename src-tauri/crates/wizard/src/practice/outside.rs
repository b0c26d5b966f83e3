use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;

use engine::proxies::ProxyKind;
use helper::protocol::{REPORT_LIMIT, Trouble, read_frame, write_frame};

use super::{OUTSIDE, PracticeWish, Said};
use crate::intent::Intent;

/// Tells a practice run from an earlier one, whose words may come late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Run(u64);

impl Run {
    /// The one after this.
    pub(crate) fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// A practice run. It ends when it is dropped.
pub(crate) struct Practice {
    intents: mpsc::Sender<Intent>,
}

impl Practice {
    /// Begins one, and returns at once; what it says is told as it comes, its end last.
    pub(crate) fn begin(wish: PracticeWish, tell: impl Fn(Said) + Send + 'static) -> Self {
        let (intents, wanted) = mpsc::channel();
        thread::spawn(move || {
            let trouble = match start(&wish) {
                Ok(child) => relay(child, wanted, &tell),
                Err(error) => not_started(&error),
            };
            tell(Said::Ended(trouble));
        });
        Self { intents }
    }

    /// Passes on what a person wants.
    pub(crate) fn want(&self, intent: Intent) {
        // One that has just ended wants nothing.
        let _ = self.intents.send(intent);
    }
}

fn start(wish: &PracticeWish) -> anyhow::Result<Child> {
    let mut command = Command::new(front::programs::command_line()?);
    command.arg(OUTSIDE).arg(wish.proxy.map_or("", ProxyKind::word)).args(&wish.layer);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    Ok(command.spawn()?)
}

/// Hands views out and intents in until the run ends, by itself or by whoever began it.
fn relay(mut child: Child, wanted: mpsc::Receiver<Intent>, tell: &dyn Fn(Said)) -> Trouble {
    let (Some(mut intents), Some(mut words)) = (child.stdin.take(), child.stdout.take()) else {
        return lost("it has no pipes");
    };
    thread::spawn(move || {
        for intent in wanted {
            if write_frame(&mut intents, &intent).is_err() {
                break;
            }
        }
        // Everything inside ends with it; nothing in there needs an orderly end.
        let _ = child.kill();
        let _ = child.wait();
    });
    loop {
        match read_frame::<Said>(&mut words, REPORT_LIMIT) {
            Ok(Said::Ended(trouble)) => return trouble,
            Ok(view) => tell(view),
            Err(error) => return lost(&error.to_string()),
        }
    }
}

fn not_started(error: &anyhow::Error) -> Trouble {
    Trouble {
        code: "sandbox_no_answer".to_owned(),
        message: format!("{error:#}"),
        next: "Install the package again.".to_owned(),
    }
}

fn lost(words: &str) -> Trouble {
    Trouble {
        code: "practice_lost".to_owned(),
        message: format!("the practice run ended: {words}"),
        next: "begin it again when you like".to_owned(),
    }
}
