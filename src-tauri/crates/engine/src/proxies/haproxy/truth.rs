/// What is known of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Truth {
    /// It does not hold.
    No,
    /// It holds at times, or that is not understood.
    Unclear,
    /// It holds.
    Yes,
}

impl Truth {
    /// `Yes` or `No`.
    pub(super) fn of(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }

    /// Both hold.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            (Self::Unclear, _) | (_, Self::Unclear) => Self::Unclear,
        }
    }

    /// One of them holds.
    pub(super) fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    /// It does not hold.
    pub(super) fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unclear => Self::Unclear,
            Self::Yes => Self::No,
        }
    }
}
