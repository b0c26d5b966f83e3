use helper::protocol::Order;

use super::undo::put_back;
use crate::Exit;
use crate::args::RecoverArgs;
use front::RootSide;

pub(super) fn run(args: &RecoverArgs) -> anyhow::Result<Exit> {
    let root_side = RootSide::start_on_terminal(args.root.as_deref())?;
    put_back(root_side, &Order::Recover { overwrite: args.overwrite }, args.json)
}
