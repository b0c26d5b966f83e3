use engine::facts::Content;
use engine::text::unified_diff;

use super::item::Item;
use crate::disk::{Disk, DiskError, LastLink, Trace};
use crate::journal::Change;
use crate::protocol::Difference;

/// What somebody else changed, for a person to decide on.
pub(super) fn difference(disk: &Disk, change: &Change, item: &Item) -> Result<Difference, DiskError> {
    let nothing = Trace::Absent {};
    let left = item.left.as_ref().unwrap_or(&nothing);
    let summary = match (left, &item.now) {
        (_, Trace::Absent {}) => "it was taken away since".to_owned(),
        (Trace::Absent {}, _) => "something was put there since".to_owned(),
        (Trace::File { digest: one, .. }, Trace::File { digest: other, .. }) if one == other => {
            "its mode or owner was changed since".to_owned()
        }
        (Trace::File { .. }, Trace::File { .. }) => "its content was changed since".to_owned(),
        (Trace::Link { .. }, Trace::Link { .. }) => "the link leads elsewhere since".to_owned(),
        (Trace::File { .. } | Trace::Link { .. } | Trace::Folder { .. }, _) => {
            "it is of another kind since".to_owned()
        }
    };
    Ok(Difference { path: item.path.clone(), summary, diff: diff(disk, change, item)? })
}

/// Only of what was shown as a part of the plan and is text still: never of keys.
fn diff(disk: &Disk, change: &Change, item: &Item) -> Result<Option<String>, DiskError> {
    let Some(written) = change.intent.written.get(&item.path).map(Content::as_bytes) else { return Ok(None) };
    let now = match &item.now {
        Trace::File { .. } => {
            let place = disk.place(&item.path, LastLink::Taken)?;
            place.folder.read(&place.name)?
        }
        Trace::Absent {} => None,
        Trace::Link { .. } | Trace::Folder { .. } => return Ok(None),
    };
    let secret = now.as_ref().is_some_and(|now| holds_key(now) || std::str::from_utf8(now).is_err());
    Ok((!secret && now.as_deref() != Some(written))
        .then(|| unified_diff(item.path.as_str(), Some(written), now.as_deref())))
}

fn holds_key(bytes: &[u8]) -> bool {
    let mark = b"PRIVATE KEY-----";
    bytes.windows(mark.len()).any(|window| window == mark)
}
