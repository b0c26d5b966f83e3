use fastrand::Rng;

/// How files for a fuzz run are grown: from seeds, and with words of the dialect.
pub(crate) struct Mutation<'s> {
    pub(crate) seeds: &'s [&'s [u8]],
    pub(crate) words: &'s [&'s str],
}

impl Mutation<'_> {
    /// Long enough that time which grows with the square shows, short enough for thousands of files a second.
    pub(crate) const LENGTH_LIMIT: usize = 64 << 10;

    /// A file that depends on `rng` alone: a seed with one to sixteen changes.
    pub(crate) fn file(&self, rng: &mut Rng) -> Vec<u8> {
        let mut file = self.seed(rng).to_vec();
        for _ in 0..1 << rng.u32(0..5) {
            self.change(&mut file, rng);
            file.truncate(Self::LENGTH_LIMIT);
        }
        file
    }

    fn change(&self, file: &mut Vec<u8>, rng: &mut Rng) {
        let at = rng.usize(..=file.len());
        let length = 1 << rng.u32(0..8);
        let span = at..rng.usize(at..=file.len().min(at + length));
        match rng.u32(0..8) {
            // What is not there.
            0 => {
                file.drain(span);
            }
            1 => file.truncate(at),
            // What is there otherwise.
            2 => span.for_each(|at| file[at] = rng.u8(..)),
            3 => insert(file, at, self.word(rng)),
            4 => {
                file.drain(span);
                insert(file, at, self.word(rng));
            }
            // What is there once more, elsewhere, or from another file.
            5 => {
                let piece = file[span].to_vec();
                let to = rng.usize(..=file.len());
                insert(file, to, &piece);
            }
            6 => {
                let other = self.seed(rng);
                let from = rng.usize(..=other.len());
                let to = rng.usize(from..=other.len());
                insert(file, at, &other[from..to]);
            }
            // Very often: depth, and time that grows with the square.
            _ => {
                let piece = if rng.bool() { self.word(rng).to_vec() } else { file[span].to_vec() };
                let most = 1 << rng.u32(0..14);
                let times = most.min(Self::LENGTH_LIMIT / piece.len().max(1));
                insert(file, at, &piece.repeat(times));
            }
        }
    }

    fn seed(&self, rng: &mut Rng) -> &[u8] {
        rng.choice(self.seeds).copied().unwrap_or_default()
    }

    /// A word of the dialect, or a byte that some reader gives a meaning.
    fn word(&self, rng: &mut Rng) -> &[u8] {
        const BYTES: &[u8] = b"\n\r\t \\\"'#;{}<>$()[]=,:!\x00\x7f\xff\xc3\xa9";
        match rng.choice(self.words) {
            Some(word) if rng.bool() => word.as_bytes(),
            _ => {
                let at = rng.usize(..BYTES.len());
                &BYTES[at..=at]
            }
        }
    }
}

fn insert(file: &mut Vec<u8>, at: usize, piece: &[u8]) {
    file.splice(at..at, piece.iter().copied());
}
