use helper::protocol::Order;

use super::undo::conclude;
use crate::Exit;
use crate::args::RecoverArgs;
use front::RootSide;

pub(super) fn run(args: &RecoverArgs) -> anyhow::Result<Exit> {
    let mut root_side = RootSide::start_on_terminal(args.root.as_deref())?;
    conclude(root_side.ask(&Order::Recover { overwrite: args.overwrite })?, args.json)
}
