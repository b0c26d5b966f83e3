use std::sync::Arc;

use tokio::sync::watch;

use crate::view::View;

/// What a session shows, each view with its turn: whichever wizard it comes from, the turns grow.
pub(super) struct Shown {
    turn: u64,
    views: watch::Sender<Arc<View>>,
}

impl Shown {
    pub(super) fn begin(view: View) -> (Self, watch::Receiver<Arc<View>>) {
        let (views, shown) = watch::channel(Arc::new(view));
        (Self { turn: 0, views }, shown)
    }

    pub(super) fn show(&mut self, view: View) {
        self.turn += 1;
        self.views.send_replace(Arc::new(View { turn: self.turn, ..view }));
    }
}
