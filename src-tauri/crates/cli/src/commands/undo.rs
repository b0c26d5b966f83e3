use helper::protocol::Order;

use super::show;
use crate::Exit;
use crate::args::UndoArgs;
use crate::present::{self, Companionship, UndoDocument};
use crate::terminal::confirmed;
use front::RootSide;

pub(super) fn run(args: &UndoArgs) -> anyhow::Result<Exit> {
    let id = match args.id.as_deref().map(str::parse).transpose() {
        Ok(id) => id,
        Err(error) => {
            eprintln!("jellyfin-proxy: {error}");
            return Ok(Exit::Usage);
        }
    };
    if !args.yes && !confirmed("Take the change back?")? {
        return Ok(Exit::Done);
    }
    let root_side = RootSide::start_on_terminal(args.root.as_deref())?;
    put_back(root_side, &Order::Undo { id, overwrite: args.overwrite }, args.json)
}

/// Has something put back, and shows how that goes and ends.
pub(super) fn put_back(mut root_side: RootSide, order: &Order, json: bool) -> anyhow::Result<Exit> {
    let mut companion = Companionship::new(None, json);
    let ended = root_side.carry_out(order, &mut companion, &|| false)?;
    let (document, exit) = UndoDocument::of(ended, companion.way_back())?;
    drop(companion);
    show(&document, json, present::undo_text)?;
    Ok(exit)
}
