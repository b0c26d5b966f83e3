//! When a chunk of a trickling stream was sent.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::time::{ClockId, clock_gettime};

/// When a chunk of a trickling stream was sent, written at its beginning as
/// `sent=MICROSECONDS monotonic=NANOSECONDS` and a line feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// Since 1970, by the wall clock.
    pub wall: Duration,
    /// By the machine's monotonic clock, which all processes of one machine share.
    pub monotonic: Duration,
}

impl Stamp {
    /// This moment.
    pub fn now() -> Self {
        let monotonic = clock_gettime(ClockId::Monotonic);
        let seconds = u64::try_from(monotonic.tv_sec).unwrap_or_default();
        let nanoseconds = u32::try_from(monotonic.tv_nsec).unwrap_or_default();
        Self {
            wall: SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(),
            monotonic: Duration::new(seconds, nanoseconds),
        }
    }

    /// The stamp in the line that these bytes begin with.
    pub fn parse(chunk: &[u8]) -> Option<Self> {
        let line = std::str::from_utf8(chunk.split(|byte| *byte == b'\n').next()?).ok()?;
        let (sent, monotonic) = line.strip_prefix("sent=")?.split_once(" monotonic=")?;
        Some(Self {
            wall: Duration::from_micros(sent.parse().ok()?),
            monotonic: Duration::from_nanos(monotonic.parse().ok()?),
        })
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sent={} monotonic={}", self.wall.as_micros(), self.monotonic.as_nanos())
    }
}
