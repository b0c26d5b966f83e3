//! What the proxy adds to small requests.

use engine::verdict::Trouble;
use engine::verdict::observations::LatencySeen;
use tokio::time::Instant;

use crate::http::Kept;
use crate::origin::Origin;

/// So many requests each way; the first of each warms the connection and is not counted.
const PAIRS: u32 = 15;

/// The smallest answer that Jellyfin's whole pipeline gives.
const PATH: &str = "/System/Ping";

/// Asks both ways in turn on kept connections, so that both meet the same machine; `None` when one of
/// them gives no answer.
pub(crate) async fn measure(site: &Origin, upstream: &Origin) -> Option<LatencySeen> {
    site.deadline.bound(pairs(site, upstream)).await.ok()
}

async fn pairs(site: &Origin, upstream: &Origin) -> Result<LatencySeen, Trouble> {
    let (mut through, mut direct) = (Kept::open(site).await?, Kept::open(upstream).await?);
    let (mut proxied_us, mut direct_us) = (Vec::new(), Vec::new());
    for _ in 0..=PAIRS {
        proxied_us.push(time(&mut through, &site.url.path(PATH)).await?);
        direct_us.push(time(&mut direct, &upstream.url.path(PATH)).await?);
    }
    Ok(LatencySeen { proxied_us: median(&mut proxied_us), direct_us: median(&mut direct_us), pairs: PAIRS })
}

async fn time(kept: &mut Kept, path: &str) -> Result<u64, Trouble> {
    let begin = Instant::now();
    let answer = kept.get(path, &[]).await?;
    if answer.status != 200 {
        return Err(Trouble::NotHttp(answer.to_string()));
    }
    Ok(begin.elapsed().as_micros().try_into().unwrap_or(u64::MAX))
}

fn median(times: &mut Vec<u64>) -> u64 {
    times.remove(0);
    times.sort_unstable();
    times[times.len() / 2]
}
