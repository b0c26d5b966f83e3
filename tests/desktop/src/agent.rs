// What zbus makes of an interface is not this project's to order.
#![allow(clippy::disallowed_types)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use procfs::process::Process;
use tokio::sync::Notify;
use zbus::blocking::{Connection, connection};
use zbus::zvariant::{OwnedValue, Value};

const PLACE: &str = "/org/jellyfinproxy/tests/Agent";

/// What asks a person for the password on polkit's behalf: the window of a desktop, with the person before it.
pub struct Agent {
    asked: Arc<Mutex<Vec<String>>>,
    _bus: Connection,
}

/// What the person does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Person {
    /// Closes the window.
    Dismisses,
    /// Does nothing until the question is taken away.
    Hesitates,
}

struct Asking {
    person: Person,
    asked: Arc<Mutex<Vec<String>>>,
    taken_back: Notify,
}

/// How an agent answers that nobody gave the password.
#[derive(Debug, zbus::DBusError)]
#[zbus(prefix = "org.freedesktop.PolicyKit1.Error")]
enum Refusal {
    #[zbus(error)]
    Bus(zbus::Error),
    Cancelled(String),
}

#[zbus::interface(name = "org.freedesktop.PolicyKit1.AuthenticationAgent")]
impl Asking {
    async fn begin_authentication(
        &self,
        _action: &str,
        message: &str,
        _icon: &str,
        _details: BTreeMap<String, String>,
        _cookie: &str,
        _identities: Vec<(String, BTreeMap<String, OwnedValue>)>,
    ) -> Result<(), Refusal> {
        self.asked.lock().unwrap().push(message.to_owned());
        if self.person == Person::Hesitates {
            self.taken_back.notified().await;
        }
        Err(Refusal::Cancelled("nobody gave it".to_owned()))
    }

    fn cancel_authentication(&self, _cookie: &str) {
        self.asked.lock().unwrap().clear();
        self.taken_back.notify_one();
    }
}

impl Agent {
    /// Asks whenever this process, and no other, wants something.
    ///
    /// # Panics
    /// When polkit does not take it.
    pub fn of(process: &Process, person: Person) -> Self {
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let asking = Asking { person, asked: Arc::clone(&asked), taken_back: Notify::new() };
        let bus = connection::Builder::system().unwrap().serve_at(PLACE, asking).unwrap().build().unwrap();
        let stat = process.stat().unwrap();
        let of_process = BTreeMap::from([
            ("pid", Value::from(stat.pid.cast_unsigned())),
            ("start-time", Value::from(stat.starttime)),
        ]);
        let authority = "/org/freedesktop/PolicyKit1/Authority";
        bus.call_method(
            Some("org.freedesktop.PolicyKit1"),
            authority,
            Some("org.freedesktop.PolicyKit1.Authority"),
            "RegisterAuthenticationAgent",
            &(("unix-process", of_process), "C", PLACE),
        )
        .expect("polkit takes the agent");
        Self { asked, _bus: bus }
    }

    /// What it asks at present.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}
