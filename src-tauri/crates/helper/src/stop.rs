/// Why a change is not gone on with, though nothing failed on the machine.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Stop {
    #[error("what the change did was looked at, and is not good")]
    NotGood { code: Option<String> },
    #[error("it was called off")]
    Abandoned,
    #[error("the program that asked for it is gone")]
    FrontGone,
    #[error("a message came that makes no sense here: {0}")]
    Nonsense(String),
    #[error("nobody said within {seconds} seconds whether the change is good")]
    Deadline { seconds: u64 },
    #[error("a signal (number {0}) asked for the end")]
    Signal(i32),
}

impl Stop {
    /// The stable word for it: what the front saw is known by its own.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::NotGood { code } => code.as_deref().unwrap_or("not_good"),
            Self::Abandoned => "abandoned",
            Self::FrontGone => "front_gone",
            Self::Nonsense(_) => "not_understood",
            Self::Deadline { .. } => "not_confirmed_in_time",
            Self::Signal(_) => "interrupted",
        }
    }

    pub(crate) fn next(&self) -> &'static str {
        match self {
            Self::NotGood { .. } => "see what was found, mend it and try again",
            Self::Abandoned | Self::FrontGone | Self::Signal(_) => "try again when you like",
            Self::Nonsense(_) => "please report this",
            Self::Deadline { .. } => "see whether the machine is overloaded, and try again",
        }
    }

    /// Whether nothing more can be said to the front.
    pub(crate) fn ends_the_session(&self) -> bool {
        match self {
            Self::NotGood { .. } | Self::Abandoned | Self::Deadline { .. } => false,
            Self::FrontGone | Self::Nonsense(_) | Self::Signal(_) => true,
        }
    }
}
