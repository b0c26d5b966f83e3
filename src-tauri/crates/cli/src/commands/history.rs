use helper::protocol::{Order, Report};

use super::show;
use crate::Exit;
use crate::args::HistoryArgs;
use crate::front::RootSide;
use crate::present::HistoryDocument;

pub(super) fn run(args: &HistoryArgs) -> anyhow::Result<Exit> {
    let mut root_side = RootSide::start(args.root.as_deref())?;
    match root_side.ask(&Order::History {})? {
        Report::History { receipts } => {
            let document = HistoryDocument::of(receipts);
            show(&document, args.json, |document| document.text())?;
            Ok(Exit::Done)
        }
        Report::Error(trouble) => {
            eprintln!("{}\nNext: {}\n[{}]", trouble.message, trouble.next, trouble.code);
            Ok(Exit::Failed)
        }
        other => anyhow::bail!("the root side answered with {other:?}"),
    }
}
