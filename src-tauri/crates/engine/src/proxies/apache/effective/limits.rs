/// How much of a configuration is read: files that include each other twice each, or macros that use each other so,
/// would go on for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Limits {
    files: usize,
    bytes: usize,
    put_in: usize,
    names: usize,
    settings: usize,
}

/// More files than any configuration has.
const MOST_FILES: usize = 50_000;

/// More bytes than any configuration has, what is put in among them.
const MOST_BYTES: usize = 64 << 20;

/// More names than all patterns of any configuration are compared with.
const MOST_NAMES: usize = 500_000;

/// More directives that matter here than any configuration has.
const MOST_SETTINGS: usize = 600_000;

/// What macros, variables and files that are read again may put in, whatever little the files hold.
const PUT_IN: usize = 256 << 10;

/// What they may put in besides, for each byte of the files: a line that uses a macro brings a site of two thousand
/// bytes, while a bomb of a few lines would bring gigabytes.
const PUT_IN_PER_BYTE: usize = 64;

impl Limits {
    /// Counts a file that is named, whatever comes of it; whether it may be read.
    pub(super) fn take_file(&mut self) -> bool {
        self.files += 1;
        !self.are_passed()
    }

    /// Counts a file's bytes, which may have been read before; whether they may be read.
    pub(super) fn take_bytes(&mut self, bytes: usize, again: bool) -> bool {
        *(if again { &mut self.put_in } else { &mut self.bytes }) += bytes;
        !self.are_passed()
    }

    /// How many bytes macros and variables may still put in.
    pub(super) fn left_to_put_in(&self) -> usize {
        self.most_put_in().saturating_sub(self.put_in)
    }

    /// Counts bytes that macros and variables put in.
    pub(super) fn take_put_in(&mut self, bytes: usize) {
        self.put_in += bytes;
    }

    /// Counts names in a folder that a pattern is compared with.
    pub(super) fn take_names(&mut self, names: usize) {
        // A folder costs something, too.
        self.names += names + 1;
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
        self.files > MOST_FILES
            || self.bytes > MOST_BYTES
            || self.put_in > self.most_put_in()
            || self.names > MOST_NAMES
            || self.settings > MOST_SETTINGS
    }

    fn most_put_in(&self) -> usize {
        (PUT_IN + self.bytes * PUT_IN_PER_BYTE).min(MOST_BYTES.saturating_sub(self.bytes))
    }
}
