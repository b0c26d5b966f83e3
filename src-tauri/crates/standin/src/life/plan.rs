//! Which phases follow each other.

use std::time::Duration;

use super::phase::Phase;
use crate::options::{Options, State};

/// One phase and how long it lasts; `None` is until somebody asks for a restart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stage {
    pub(super) phase: Phase,
    pub(super) lasts: Option<Duration>,
}

/// From the beginning, as the options ask for it.
pub(super) fn cold_start(options: &Options) -> Vec<Stage> {
    let shown = |phase| if options.version.has_start_up_server() { phase } else { Phase::Closed };
    let first = match options.state {
        State::Ready | State::NotSetUp => return vec![ready()],
        State::Loading => Phase::Loading,
        State::Starting => shown(Phase::Starting),
        State::Migrating => shown(Phase::Migrating),
    };
    let mut stages = vec![Stage { phase: first, lasts: options.settle }];
    if first != Phase::Loading {
        stages.extend(gap_and_loading(options));
    }
    stages.push(ready());
    stages
}

/// After the old server has gone: start-up server where the version has one, a gap, loading, ready
/// (observed on all four versions).
pub(super) fn restart(options: &Options) -> Vec<Stage> {
    let starting = Stage { phase: Phase::Starting, lasts: Some(options.pace.starting) };
    let shown = options.version.has_start_up_server().then_some(starting);
    shown.into_iter().chain(gap_and_loading(options)).chain([ready()]).collect()
}

fn gap_and_loading(options: &Options) -> [Stage; 2] {
    [
        Stage { phase: Phase::Closed, lasts: Some(options.pace.closed) },
        Stage { phase: Phase::Loading, lasts: Some(options.pace.loading) },
    ]
}

fn ready() -> Stage {
    Stage { phase: Phase::Ready, lasts: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::version::Version;

    fn phases(stages: &[Stage]) -> Vec<Phase> {
        stages.iter().map(|stage| stage.phase).collect()
    }

    #[test]
    fn each_state_and_version_has_its_order() {
        use Phase::{Closed, Loading, Migrating, Ready, Starting};
        for (version, state, expected) in [
            (Version::V10_10_7, State::Ready, &[Ready][..]),
            (Version::V10_10_7, State::Starting, &[Closed, Closed, Loading, Ready]),
            (Version::V10_10_7, State::Migrating, &[Closed, Closed, Loading, Ready]),
            (Version::V10_11_11, State::Starting, &[Starting, Closed, Loading, Ready]),
            (Version::V12_0_0, State::Migrating, &[Migrating, Closed, Loading, Ready]),
            (Version::V12_0_0, State::Loading, &[Loading, Ready]),
        ] {
            let options = Options { state, ..Options::new(version, "/nowhere") };
            assert_eq!(phases(&cold_start(&options)), expected, "{version} {state:?}");
        }
        let old = Options::new(Version::V10_10_6, "/nowhere");
        assert_eq!(phases(&restart(&old)), [Closed, Loading, Ready]);
        let new = Options::new(Version::V10_11_11, "/nowhere");
        assert_eq!(phases(&restart(&new)), [Starting, Closed, Loading, Ready]);
    }
}
