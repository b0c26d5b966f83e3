use proptest::collection::vec;
use proptest::prelude::*;

use super::soundness::assert_sound;
use super::*;
use crate::proxies::apache::quote::quoted;

/// What a generated file must be read as.
#[derive(Debug, Clone)]
enum Expected {
    Directive(String, Vec<String>),
    Section(String, String, Vec<Expected>),
}

fn read(items: &[Item]) -> Vec<(String, Vec<String>)> {
    let mut seen = Vec::new();
    for item in items {
        match item {
            Item::Comment(_) | Item::Raw(_) => {}
            Item::Directive(directive) => seen.push((directive.name.clone(), arguments(directive))),
            Item::Section(section) => {
                seen.push((format!("<{}", section.name), vec![section.argument.clone()]));
                seen.extend(read(&section.items));
                seen.push((format!("</{}", section.name), Vec::new()));
            }
        }
    }
    seen
}

fn arguments(directive: &Directive) -> Vec<String> {
    words(first_word(&directive.line.text).1)
}

fn flat(expected: &[Expected]) -> Vec<(String, Vec<String>)> {
    let mut seen = Vec::new();
    for item in expected {
        match item {
            Expected::Directive(name, args) => seen.push((name.to_ascii_lowercase(), args.clone())),
            Expected::Section(name, argument, inside) => {
                let name = name.to_ascii_lowercase();
                seen.push((format!("<{name}"), vec![argument.clone()]));
                seen.extend(flat(inside));
                seen.push((format!("</{name}"), Vec::new()));
            }
        }
    }
    seen
}

/// Writes what is expected as uglily as `noise` has it: joints, blanks, comments, line ends.
fn write(expected: &[Expected], noise: &mut impl FnMut() -> u8) -> String {
    let mut text = String::new();
    for item in expected {
        text.push_str(
            ["", "  ", "\t", "\\\n ", "# no </VirtualHost> here\n", "\r\n", "#joined \\\n<Foo>\n"]
                [noise() as usize % 7],
        );
        match item {
            Expected::Directive(name, args) => {
                text.push_str(name);
                for arg in args {
                    text.push_str([" ", "\t ", " \\\n ", " \\\r\n"][noise() as usize % 4]);
                    text.push_str(&quoted(arg));
                }
                text.push_str(["\n", "\r\n", "  \n"][noise() as usize % 3]);
            }
            Expected::Section(name, argument, inside) => {
                let joint = [" ", "\t", " \\\n"][noise() as usize % 3];
                text.push_str(&format!("<{name}{joint}{argument}>\n"));
                text.push_str(&write(inside, noise));
                text.push_str(&format!("</{}>\n", name.to_ascii_uppercase()));
            }
        }
    }
    text
}

fn expected() -> impl Strategy<Value = Vec<Expected>> {
    // Sections of these names are read as lines.
    let is_raw = |name: &String| super::section::is_raw(&name.to_ascii_lowercase());
    let name =
        "[A-Za-z][A-Za-z0-9]{0,11}".prop_filter("a section of lines", move |name| !is_raw(name)).boxed();
    let arg = prop_oneof!["[a-z0-9./:*%{}$=-]{1,12}", "[ -~]{0,20}", "[a-zé \"'\\\\#<>]{0,12}"];
    let directive =
        (name.clone(), vec(arg, 0..4)).prop_map(|(name, args)| Expected::Directive(name, args)).boxed();
    let leaf = vec(directive.clone(), 0..4);
    let tree = leaf.prop_recursive(3, 24, 4, move |inside| {
        let section = (name.clone(), "[a-z0-9*:!.]{1,9}", inside)
            .prop_map(|(name, argument, inside)| Expected::Section(name, argument, inside));
        vec(prop_oneof![directive.clone(), section], 0..4)
    });
    tree.boxed()
}

proptest! {
    #[test]
    fn ugly_but_valid_files_are_read_as_they_are_meant(tree in expected(), seed in vec(any::<u8>(), 64)) {
        let mut at = 0;
        let text = write(&tree, &mut || { at += 1; seed[at % seed.len()] });
        let document = Document::parse(text.as_bytes());
        prop_assert_eq!(&document.faults, &[], "{}", text);
        prop_assert_eq!(read(&document.items), flat(&tree), "{}", text);
    }

    #[test]
    fn no_byte_is_lost(source in vec(prop_oneof![any::<u8>(), Just(b'\n'), Just(b'\\'), Just(b'<'), Just(b'>')], 0..200)) {
        assert_sound(&source);
    }
}

#[test]
fn words_are_split_as_the_server_does() {
    for (text, split) in [
        ("a b\tc", vec!["a", "b", "c"]),
        (r#""a b" 'c d'"#, vec!["a b", "c d"]),
        (r#""a\"b" 'c\'d' "e\\f""#, vec![r#"a"b"#, "c'd", r"e\f"]),
        (r"a\\b \d+ x\ y", vec![r"a\b", r"\d+", r"x\", "y"]),
        (r#"a"b c"d"#, vec![r#"a"b"#, r#"c"d"#]),
        (r#""a"b"#, vec!["a", "b"]),
        (r#""never closed x"#, vec!["never closed x"]),
        (r#""""#, vec![""]),
        ("", vec![]),
    ] {
        assert_eq!(words(text), split, "{text}");
    }
}

#[test]
fn joints_join_comments_and_keep_line_numbers() {
    let document = Document::parse(b"# a comment \\\nListen 81\nListen \\\n  82\nListen 83\\");
    let listens: Vec<(String, usize)> = document
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Directive(directive) => Some((arguments(directive).concat(), directive.line.number)),
            _ => None,
        })
        .collect();
    assert_eq!(listens, [("82".to_owned(), 3), (r"83\".to_owned(), 5)]);
}

#[test]
fn what_the_server_refuses_is_said_with_its_line() {
    for (source, line, part) in [
        ("Listen 80\n<VirtualHost *:80>\nServerName a\n", 2, "<virtualhost> is never ended"),
        ("</VirtualHost>\n", 1, "was not begun"),
        ("<A x>\n<B y>\n</A>\n</B>\n", 3, "</a> stands where <b>"),
        ("<VirtualHost *:80\n", 1, "lacks its closing bracket"),
        ("<>\n", 1, "without a name"),
        ("Listen 8\x000\n", 1, "value 0"),
    ] {
        let faults = Document::parse(source.as_bytes()).faults;
        let found = faults.iter().find(|fault| fault.message.contains(part));
        assert_eq!(found.map(|fault| fault.line), Some(line), "{source:?}: {faults:?}");
    }
    let deep = "<If x>\n".repeat(5000) + &"</If>\n".repeat(5000);
    assert!(!Document::parse(deep.as_bytes()).faults.is_empty());
}
