//! nginx with sites of others: which of them answers, and how the new one fits in.

mod answering;
mod ways_out;

use tests::Case;

pub(crate) fn cases() -> Vec<Case> {
    [answering::cases(), ways_out::cases()].concat()
}
