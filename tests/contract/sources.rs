//! The product's own sources, read for the words that they say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use walkdir::WalkDir;

/// Calls whose argument at that place is a code: the words before the parenthesis.
const CALLS: [(&[&str], usize); 6] = [
    (&["Finding", ":", ":", "note"], 0),
    (&["Finding", ":", ":", "warning"], 0),
    (&["Problem", ":", ":", "at"], 0),
    (&[".", "problem"], 0),
    (&["problems", ".", "note"], 1),
    (&["self", ".", "note"], 1),
];

/// Every code that the sources say, with the file that says it.
pub(crate) fn codes() -> BTreeMap<String, PathBuf> {
    let mut codes = BTreeMap::new();
    for file in files() {
        let mut found = Vec::new();
        collect(parsed(&file), &mut found);
        codes.extend(found.into_iter().map(|code| (code, file.clone())));
    }
    codes
}

/// Whether these words stand in the product's sources, one after the other.
pub(crate) fn say(words: &[&str]) -> bool {
    files().iter().any(|file| stand_in(parsed(file), words))
}

fn stand_in(tokens: TokenStream, words: &[&str]) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let found = (0..tokens.len()).any(|at| ends_with(&tokens[..=at], words));
    found
        || tokens.iter().any(|token| match token {
            TokenTree::Group(group) => stand_in(group.stream(), words),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
}

fn parsed(file: &Path) -> TokenStream {
    let text = std::fs::read_to_string(file).unwrap();
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The files that become programs: no tests, and no tools of the workshop.
fn files() -> Vec<PathBuf> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/crates").canonicalize().unwrap();
    let product = ["cli", "engine", "front", "helper", "probe", "system", "wizard"]
        .map(|name| crates.join(name).join("src"));
    let desktop = crates.join("../src");
    let entries =
        product.iter().chain([&desktop]).flat_map(|folder| WalkDir::new(folder).sort_by_file_name());
    let files = entries.map(|entry| entry.unwrap().into_path());
    files.filter(|path| path.extension().is_some_and(|kind| kind == "rs") && !is_test(path)).collect()
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs")))
}

/// Goes through the tokens, into every group.
fn collect(tokens: TokenStream, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let before = &tokens[..at];
        match token {
            TokenTree::Group(_) if is_test_module(before) => {}
            TokenTree::Group(group) => {
                found.extend(said_by(before, group));
                collect(group.stream(), found);
            }
            // `code: "…"` in a value that is written out.
            TokenTree::Literal(_) if ends_with(before, &["code", ":"]) => found.extend(word(token)),
            TokenTree::Literal(_) | TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// The codes that a group says, by what stands before it: a call, or a function's head.
fn said_by(before: &[TokenTree], group: &Group) -> Vec<String> {
    if group.delimiter() == Delimiter::Brace
        && let Some(function) = function(before)
    {
        return match function.as_str() {
            "code" => words(group.stream()),
            // The code comes from elsewhere in the function: whatever in it looks like one counts.
            _ if hands_on_a_code(group.stream()) => {
                words(group.stream()).into_iter().filter(|word| looks_like_a_code(word)).collect()
            }
            _ => Vec::new(),
        };
    }
    code_argument(before, group).map(words).unwrap_or_default()
}

/// The argument that is a code, for one of the calls in which there is one.
fn code_argument(before: &[TokenTree], group: &Group) -> Option<TokenStream> {
    let (_, place) = CALLS.iter().find(|(call, _)| ends_with(before, call))?;
    arguments(group).into_iter().nth(*place)
}

/// Whether a call below says `code` where others say which.
fn hands_on_a_code(tokens: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens.iter().enumerate().any(|(at, token)| match token {
        TokenTree::Group(group) => {
            let argument = code_argument(&tokens[..at], group);
            argument.is_some_and(|argument| argument.to_string() == "code") || hands_on_a_code(group.stream())
        }
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

fn looks_like_a_code(word: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    word.contains('_') && word.chars().all(is_plain)
}

/// The name of the function whose body comes next.
fn function(before: &[TokenTree]) -> Option<String> {
    let at = before.iter().rposition(|token| is(token, "fn"))?;
    let ended = before[at..].iter().any(|token| {
        matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace) || is(token, ";")
    });
    if ended { None } else { before.get(at + 1).map(ToString::to_string) }
}

fn is_test_module(before: &[TokenTree]) -> bool {
    let [.., attribute, module, _] = before else { return false };
    is(module, "mod")
        && matches!(attribute, TokenTree::Group(group)
            if group.stream().to_string().replace(' ', "") == "cfg(test)")
}

fn arguments(group: &Group) -> Vec<TokenStream> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    tokens.split(|token| is(token, ",")).map(|part| part.iter().cloned().collect()).collect()
}

/// The string literals among the tokens.
fn words(tokens: TokenStream) -> Vec<String> {
    let mut words = Vec::new();
    for token in tokens {
        match &token {
            TokenTree::Group(group) => words.extend(self::words(group.stream())),
            TokenTree::Literal(_) => words.extend(word(&token)),
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
    words
}

fn word(token: &TokenTree) -> Option<String> {
    let text = token.to_string();
    Some(text.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

fn ends_with(tokens: &[TokenTree], words: &[&str]) -> bool {
    tokens.len() >= words.len()
        && tokens[tokens.len() - words.len()..].iter().zip(words).all(|(token, word)| is(token, word))
}

fn is(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(_) | TokenTree::Punct(_)) && token.to_string() == word
}
