use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use helper::client::Sender;
use helper::protocol::Order;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};

/// Ctrl-C, a closed terminal or a polite kill, while a change is carried out: the helper is told to
/// undo everything, and this side waits until it has.
pub(crate) struct CallOff {
    called_off: Arc<AtomicBool>,
    signals: Handle,
}

impl CallOff {
    /// Watches until it is dropped.
    pub(crate) fn watch(sender: Sender) -> anyhow::Result<Self> {
        let called_off = Arc::new(AtomicBool::new(false));
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
        let handle = signals.handle();
        let flag = called_off.clone();
        std::thread::spawn(move || {
            if signals.forever().next().is_some() {
                flag.store(true, Ordering::SeqCst);
                eprintln!("\nCalled off: everything is being undone.");
                // A helper that is gone has undone everything, or left it to `recover`.
                let _ = sender.send(&Order::Abandon {});
            }
        });
        Ok(Self { called_off, signals: handle })
    }

    /// Whether the user called it off.
    pub(crate) fn is_called_off(&self) -> bool {
        self.called_off.load(Ordering::SeqCst)
    }
}

impl Drop for CallOff {
    fn drop(&mut self) {
        self.signals.close();
    }
}
