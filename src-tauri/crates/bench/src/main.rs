//! What a configuration costs, side by side in one run.
fn main() {}
