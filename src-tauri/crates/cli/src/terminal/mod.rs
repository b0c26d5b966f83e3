//! The person at the terminal: what was typed, asked and called off.

mod call_off;
mod confirm;
pub(crate) mod form;

pub(crate) use call_off::CallOff;
pub(crate) use confirm::confirmed;

use std::future::Future;

/// Asks the network. The runtime lives for one question: commands themselves are sequential.
pub(crate) fn ask<T>(question: impl Future<Output = T>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    Ok(runtime.block_on(question))
}
