/// How much of a configuration is read: a circle of includes, or macros that use each other twice each,
/// would go on for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Limits {
    files: usize,
    bytes: usize,
    settings: usize,
}

/// More files than any configuration has.
const MOST_FILES: usize = 50_000;

/// More bytes than any configuration has.
const MOST_BYTES: usize = 64 << 20;

/// More directives that matter here than any configuration has.
const MOST_SETTINGS: usize = 600_000;

impl Limits {
    /// Counts a file, or a macro that is used; whether it may be read.
    pub(super) fn take_file(&mut self, bytes: usize) -> bool {
        self.files += 1;
        self.bytes += bytes;
        !self.are_passed()
    }

    /// Counts what variables added to a line.
    pub(super) fn take_bytes(&mut self, bytes: usize) {
        self.bytes += bytes;
    }

    /// Ends the reading: there is more than any configuration has.
    pub(super) fn stop(&mut self) {
        self.bytes = MOST_BYTES + 1;
    }

    /// Counts a directive; whether it may be kept.
    pub(super) fn take_setting(&mut self) -> bool {
        self.settings += 1;
        !self.are_passed()
    }

    /// Whether there is more of something than is read.
    pub(super) fn are_passed(&self) -> bool {
        self.files > MOST_FILES || self.bytes > MOST_BYTES || self.settings > MOST_SETTINGS
    }
}
