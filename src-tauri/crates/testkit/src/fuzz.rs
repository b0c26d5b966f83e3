use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use fastrand::Rng;
use rustix::time::{ClockId, clock_gettime};

use crate::mutation::Mutation;

/// For how many seconds each reader is given mutated files; a few where nothing is said.
const SECONDS: &str = "JELLYFIN_PROXY_FUZZ_SECONDS";
/// The seed that the first file grows from: one that a failure printed, or a new one to look further.
const SEED: &str = "JELLYFIN_PROXY_FUZZ_SEED";

const USUAL_SECONDS: u64 = 3;
/// The same files on every machine: no change is refused for what another one let in. Other seeds look further.
const USUAL_SEED: u64 = 1;
/// Of this thread's own time, so that a busy machine fails nobody. An unoptimised reader takes milliseconds for a
/// file of [`Mutation::LENGTH_LIMIT`] bytes, and minutes where its time grows with their square.
const SLOW: Duration = Duration::from_secs(5);

/// Gives `check` files grown from `seeds`, and words of the dialect set among them, until time is up.
///
/// `check` panics where a promise is broken. The failing file is then made smaller as long as it still fails, and
/// printed with the seed that leads to it, before it is checked a last time for its own message.
///
/// # Panics
/// Where `check` does, or takes longer than any reader that goes over its file once.
pub fn fuzz(seeds: &[&[u8]], words: &[&str], mut check: impl FnMut(&[u8])) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let time = Duration::from_secs(number(SECONDS).unwrap_or(USUAL_SECONDS));
    let mutation = Mutation { seeds, words };
    let (began, first) = (Instant::now(), number(SEED).unwrap_or(USUAL_SEED));
    // A stack that overflows leaves nobody to say more.
    eprintln!("{SEED}={first} begins this run");
    seeds.iter().for_each(|seed| check(seed));
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let mut fails = |file: &[u8]| fault(&mut check, file);
    let mut seed = first;
    let failed = loop {
        let file = mutation.file(&mut Rng::with_seed(seed));
        if fails(&file) {
            break Some(smallest(file, &mut fails));
        }
        seed = seed.wrapping_add(1);
        if began.elapsed() >= time {
            break None;
        }
    };
    std::panic::set_hook(hook);
    if let Some(file) = failed {
        eprintln!("{SEED}={seed} leads to this failure, which {} bytes are enough for:", file.len());
        eprintln!("b\"{}\"", file.escape_ascii());
        check(&file);
        panic!("a file of {} bytes took over {SLOW:?}", file.len());
    }
}

/// Whether the check panics, or takes far too long.
fn fault(check: &mut impl FnMut(&[u8]), file: &[u8]) -> bool {
    let own_time = || {
        let now = clock_gettime(ClockId::ThreadCPUTime);
        Duration::from_secs(now.tv_sec.unsigned_abs()) + Duration::from_nanos(now.tv_nsec.unsigned_abs())
    };
    let began = own_time();
    catch_unwind(AssertUnwindSafe(|| check(file))).is_err() || own_time().saturating_sub(began) > SLOW
}

/// Takes pieces away, from halves down to single bytes, as long as what is left still fails.
fn smallest(mut file: Vec<u8>, fails: &mut impl FnMut(&[u8]) -> bool) -> Vec<u8> {
    let began = Instant::now();
    let mut piece = file.len() / 2;
    while piece > 0 {
        let mut at = 0;
        while at < file.len() && began.elapsed() < SLOW {
            let rest = [&file[..at], &file[(at + piece).min(file.len())..]].concat();
            if fails(&rest) {
                file = rest;
            } else {
                at += piece;
            }
        }
        piece /= 2;
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_found_and_made_small() {
        let seeds: [&[u8]; 2] = [b"server { listen 80; }", b"location / { }"];
        let found = catch_unwind(|| {
            fuzz(&seeds, &["{{"], |file| assert!(!file.windows(2).any(|pair| pair == b"{{"), "two braces"));
        });
        assert_eq!(found.unwrap_err().downcast_ref::<&str>(), Some(&"two braces"));
        let mut fails = |file: &[u8]| file.contains(&b'{') && file.contains(&b'}');
        assert_eq!(smallest(b"server { listen 80; } # { }".to_vec(), &mut fails).len(), 2);
    }

    #[test]
    fn a_seed_leads_to_the_same_file_again() {
        let mutation = Mutation { seeds: &[b"server { listen 80; }"], words: &["{"] };
        let file = |seed| mutation.file(&mut Rng::with_seed(seed));
        assert_eq!(file(7), file(7));
        assert!((0..50).any(|seed| file(seed) != file(7)));
    }
}
