use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::proxies::Reader;

/// What was made of a machine's files: a configuration of ten thousand files is read once, and not again by everybody
/// who plans on it. It adds nothing to the facts, so it is neither saved nor compared.
#[derive(Clone, Default)]
pub(crate) struct Readings(Arc<Mutex<Vec<Arc<dyn Any + Send + Sync>>>>);

struct Kept<R: Reader> {
    reader: R,
    reading: Arc<R::Reading>,
}

impl Readings {
    /// What that reader makes of the files, where that is known.
    pub(crate) fn find<R: Reader>(&self, reader: &R) -> Option<Arc<R::Reading>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = kept.iter().filter_map(|kept| kept.downcast_ref::<Kept<R>>());
        known.find_map(|kept| reader.taken_from(&kept.reader, &kept.reading))
    }

    /// Keeps what it made.
    pub(crate) fn keep<R: Reader>(&self, reader: R, reading: Arc<R::Reading>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push(Arc::new(Kept { reader, reading }));
    }
}

impl fmt::Debug for Readings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Readings")
    }
}

impl PartialEq for Readings {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}
