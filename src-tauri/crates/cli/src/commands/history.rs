use helper::protocol::{Order, Report};

use super::show;
use crate::Exit;
use crate::args::HistoryArgs;
use crate::present::{HistoryDocument, exit_of, trouble_text};
use front::RootSide;

pub(super) fn run(args: &HistoryArgs) -> anyhow::Result<Exit> {
    let mut root_side = RootSide::start_on_terminal(args.root.as_deref())?;
    match root_side.ask(&Order::History {})? {
        Report::History { receipts } => {
            let document = HistoryDocument::of(receipts);
            show(&document, args.json, |document| document.text())?;
            Ok(Exit::Done)
        }
        Report::Error(trouble) => {
            eprint!("{}", trouble_text(&trouble));
            Ok(exit_of(&trouble))
        }
        other => anyhow::bail!("the root side answered with {other:?}"),
    }
}
