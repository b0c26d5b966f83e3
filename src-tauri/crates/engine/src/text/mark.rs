use std::ops::Range;

use super::digest;
use crate::names::Fqdn;

/// The lines around what this product writes, in the comment sign that all three dialects share.
///
/// The last line carries a digest of what stands between: a half-written file can pass a server's own
/// check (22 of 43 cuts of a HAProxy file do, measured), and a changed one is told from an untouched.
#[derive(Debug, Clone, Copy)]
pub struct Mark;

/// A marked block in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedBlock {
    /// The name it is for.
    pub domain: String,
    /// Its bytes in the file, both mark lines included.
    pub span: Range<usize>,
    /// Whether it is as it was written.
    pub untouched: bool,
    /// Whether its last line is there. Where not, the span runs to the next block or to the end of the
    /// file, and may hold what is not ours.
    pub closed: bool,
}

impl MarkedBlock {
    /// The one that a byte of the file lies in, of all blocks of the file in order.
    pub fn around(blocks: &[Self], at: usize) -> Option<&Self> {
        let next = blocks.partition_point(|block| block.span.start <= at);
        blocks[..next].last().filter(|block| block.span.contains(&at))
    }
}

/// What both lines begin with: all others of a large file are passed over at once.
const SIGN: &[u8] = b"# jellyfin-proxy ";
const BEGIN: &str = "# jellyfin-proxy begin ";
const END: &str = "# jellyfin-proxy end ";
const HINT: &str = "# Written by Jellyfin Proxy Wizard; `jellyfin-proxy undo` takes it back.";

impl Mark {
    /// The text between marks, ending in a newline.
    pub fn wrap(domain: &Fqdn, body: &str) -> String {
        let body = format!("{HINT}\n{}\n", body.trim_end_matches('\n'));
        format!("{BEGIN}{domain}\n{body}{END}{domain} {}\n", &digest(body.as_bytes())[..16])
    }

    /// Every marked block of a file, in order. A beginning without its end is a block to the next
    /// beginning, or to the end of the file, that is not untouched.
    pub fn find(content: &[u8]) -> Vec<MarkedBlock> {
        let mut blocks = Vec::new();
        let mut open: Option<(String, usize, usize)> = None;
        let mut at = 0;
        for line in content.split_inclusive(|byte| *byte == b'\n') {
            if !line.starts_with(SIGN) {
                at += line.len();
                continue;
            }
            let text = String::from_utf8_lossy(line);
            let text = text.trim_end();
            if let Some(domain) = text.strip_prefix(BEGIN) {
                if let Some((domain, start, _)) = open.take() {
                    blocks.push(MarkedBlock { domain, span: start..at, untouched: false, closed: false });
                }
                open = Some((domain.to_owned(), at, at + line.len()));
            } else if let Some(rest) = text.strip_prefix(END) {
                // An end without its beginning is a block whose first line somebody took away; it ends no other's. Of a
                // file that was cut, the end may stop within the name.
                let name = rest.split(' ').next().unwrap_or_default();
                let own = open.take_if(|(domain, ..)| domain.starts_with(name));
                if let Some((domain, start, inside)) = own {
                    let written = format!("{domain} {}", &digest(&content[inside..at])[..16]);
                    blocks.push(MarkedBlock {
                        domain,
                        span: start..at + line.len(),
                        untouched: rest == written,
                        closed: true,
                    });
                }
            }
            at += line.len();
        }
        if let Some((domain, start, _)) = open {
            blocks.push(MarkedBlock { domain, span: start..content.len(), untouched: false, closed: false });
        }
        blocks
    }

    /// The block of one name.
    pub fn of(content: &[u8], domain: &Fqdn) -> Option<MarkedBlock> {
        Self::find(content).into_iter().find(|block| block.domain == domain.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Fqdn {
        text.parse().unwrap()
    }

    #[test]
    fn a_block_is_found_again_and_known_to_be_whole() {
        let ours = Mark::wrap(&name("a.test"), "frontend x\n    bind :80\n");
        let file = format!("global\n\n{ours}# after\n");
        let block = Mark::of(file.as_bytes(), &name("a.test")).unwrap();
        assert!(block.untouched);
        assert_eq!(&file[block.span], ours);
        assert_eq!(Mark::of(file.as_bytes(), &name("b.test")), None);
    }

    #[test]
    fn a_changed_or_cut_block_is_told() {
        let ours = Mark::wrap(&name("a.test"), "frontend x\n");
        let changed = ours.replace("frontend x", "frontend y");
        let cut = &ours[..ours.len() - 20];
        let endless = ours.lines().take(2).collect::<Vec<_>>().join("\n");
        for (file, closed) in [(changed.as_str(), true), (cut, true), (&endless, false)] {
            let block = Mark::of(file.as_bytes(), &name("a.test")).unwrap();
            assert_eq!((block.untouched, block.closed), (false, closed), "{file}");
        }
    }

    #[test]
    fn a_block_without_an_end_does_not_hide_in_front_of_another() {
        let file = format!("# jellyfin-proxy begin a.test\nmine\n{}", Mark::wrap(&name("b.test"), "b"));
        let closed: Vec<bool> = Mark::find(file.as_bytes()).iter().map(|block| block.closed).collect();
        assert_eq!(closed, [false, true]);
    }

    #[test]
    fn a_block_does_not_end_with_another_s_end() {
        let file = "# jellyfin-proxy begin a.test\nmine\n# jellyfin-proxy end b.test 0\nanother's\n";
        let blocks = Mark::find(file.as_bytes());
        assert_eq!(blocks.iter().map(|block| block.closed).collect::<Vec<_>>(), [false]);
        assert_eq!(blocks[0].span, 0..file.len());
    }

    #[test]
    fn several_blocks_stand_side_by_side() {
        let file = format!("{}{}", Mark::wrap(&name("a.test"), "a"), Mark::wrap(&name("b.test"), "b"));
        let names: Vec<String> = Mark::find(file.as_bytes()).into_iter().map(|block| block.domain).collect();
        assert_eq!(names, ["a.test", "b.test"]);
    }
}
