//! A change is put back from its before-images: what a step did is not reversed by other steps, the
//! old state is restored, byte for byte.

mod aftermath;
mod differs;
mod item;
mod put_back;
mod requests;
mod way;
mod withdraw;

pub(crate) use aftermath::Reread;
pub(crate) use put_back::take_back;
pub(crate) use requests::{Answer, history, recover, undo};
