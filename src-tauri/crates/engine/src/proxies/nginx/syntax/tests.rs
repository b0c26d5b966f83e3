use proptest::prelude::*;

use super::soundness::{assert_sound, print};
use super::{Body, Document};

fn parse(source: &[u8]) -> Document {
    Document::read(source.to_vec().into())
}

/// Name and arguments.
fn all_words(document: &Document, directive: usize) -> Vec<Vec<u8>> {
    let name = document.name(directive);
    std::iter::once(name).chain(document.args(directive)).map(std::borrow::Cow::into_owned).collect()
}

fn words(document: &Document) -> Vec<String> {
    let mut told = Vec::new();
    let mut blocks = Vec::new();
    for directive in 0..document.len() {
        while blocks.last().is_some_and(|block| document.after(*block) <= directive) {
            blocks.pop();
        }
        let line = all_words(document, directive);
        let line = line.iter().map(|word| format!("<{}>", String::from_utf8_lossy(word)));
        told.push("  ".repeat(blocks.len()) + &line.collect::<String>());
        blocks.push(directive);
    }
    told
}

#[test]
fn words_are_what_the_server_understands() {
    for (source, told) in [
        ("listen 80;", vec!["<listen><80>"]),
        ("a b c;d;", vec!["<a><b><c>", "<d>"]),
        (r#"log 'a "b" $c' "d 'e'";"#, vec![r#"<log><a "b" $c><d 'e'>"#]),
        (r#"a "\"\\\t" '\'' x\"y;"#, vec!["<a><\"\\\t><'><x\"y>"]),
        // A regular expression keeps its backslashes.
        (r"location ~ \.php$ {}", vec![r"<location><~><\.php$>"]),
        (r#"location ~ "^/a{2,3}$" { x; }"#, vec!["<location><~><^/a{2,3}$>", "  <x>"]),
        // `${` opens no block, and a word that began unquoted may hold anything but an end.
        ("return 301 https://${host}/#a}b\"c';", vec!["<return><301><https://${host}/#a}b\"c'>"]),
        ("map $a $b { default 0; '' 1; }", vec!["<map><$a><$b>", "  <default><0>", "  <><1>"]),
        ("if ($x = \"a b\") { y; }", vec!["<if><($x><=><a b><)>", "  <y>"]),
        ("# { ;\n a # } \" \n b ; # end", vec!["<a><b>"]),
        ("a\r\n\tb;\r\n", vec!["<a><b>"]),
        (
            "content_by_lua_block { if x then return \"}\" end -- }\n } a;",
            vec!["<content_by_lua_block>", "<a>"],
        ),
        ("set_by_lua_block $r { return {} } a;", vec!["<set_by_lua_block><$r>", "<a>"]),
        ("content_by_lua 'ngx.say(\"{\")';", vec!["<content_by_lua><ngx.say(\"{\")>"]),
        ("", vec![]),
    ] {
        let parsed = parse(source.as_bytes());
        assert_eq!(parsed.fault, None, "{source}");
        assert_eq!(words(&parsed), told, "{source}");
    }
}

#[test]
fn what_stops_the_server_is_told_with_its_line() {
    for (source, code, line) in [
        ("a b", "unexpected_end", 1),
        ("\na {\n b;\n", "unexpected_end", 2),
        ("a \"b;\n", "unexpected_end", 1),
        ("a;\n}", "unexpected_character", 2),
        ("a;\n;", "unexpected_character", 2),
        ("{ }", "unexpected_character", 1),
        ("a { b }", "unexpected_character", 1),
        ("a \"b\"c;", "unexpected_character", 1),
        ("a \\", "unexpected_end", 1),
        ("\ncontent_by_lua_block {\n {", "unexpected_end", 2),
    ] {
        let fault = parse(source.as_bytes()).fault.unwrap();
        assert_eq!((fault.code(), fault.line), (code, line), "{source:?}");
    }
    let many = parse(&b"a;".repeat(1_000_001));
    assert_eq!((many.fault.unwrap().code(), many.directives.len()), ("too_many_directives", 1_000_000));
}

#[test]
fn blocks_are_as_deep_as_they_like() {
    let (open, close) = ("a {".repeat(100_000), "}".repeat(100_000));
    let parsed = parse(format!("{open}b;{close}c;").as_bytes());
    assert_eq!(parsed.fault, None);
    assert_eq!(parsed.outermost().collect::<Vec<_>>(), [0, 100_001]);
    assert_eq!(parse(open.as_bytes()).fault.unwrap().code(), "unexpected_end");
}

#[test]
fn what_stands_before_a_fault_is_kept() {
    let parsed = parse(b"http { server { listen 80; server_name a.test; } server { listen");
    assert!(parsed.fault.is_some());
    assert_eq!(words(&parsed)[..3], ["<http>", "  <server>", "    <listen><80>"]);
}

/// A directive to be written, and how.
#[derive(Debug, Clone)]
struct Written {
    words: Vec<(Vec<u8>, Style)>,
    gap: &'static str,
    body: WrittenBody,
}

#[derive(Debug, Clone)]
enum WrittenBody {
    Semicolon,
    Block(Vec<Written>),
    Lua(&'static str),
}

#[derive(Debug, Clone, Copy)]
enum Style {
    Plain,
    Single,
    Double,
}

fn word() -> impl Strategy<Value = (Vec<u8>, Style)> {
    let value = prop_oneof![
        "[a-z_]{1,8}".prop_map(String::into_bytes),
        "\\$\\{[a-z]{1,4}\\}[#}\"]?".prop_map(String::into_bytes),
        "[ -~\t\n]{0,12}".prop_map(String::into_bytes),
        proptest::collection::vec(any::<u8>(), 0..8),
    ];
    (value, prop_oneof![Just(Style::Plain), Just(Style::Single), Just(Style::Double)])
}

fn directive() -> impl Strategy<Value = Written> {
    let gap =
        prop_oneof![Just(" "), Just("\n\t"), Just("\r\n"), Just(" # { \" ' } ;\n"), Just("\t#\\\n#}\n  "),];
    let lua = prop_oneof![Just("}"), Just(" a = \"}\" -- }\n }"), Just(" [==[ } ]==] {} }")];
    let leaf = prop_oneof![
        4 => Just(WrittenBody::Semicolon),
        1 => lua.prop_map(WrittenBody::Lua),
    ];
    let words = || proptest::collection::vec(word(), 1..4);
    let simple = (words(), gap.clone(), leaf).prop_map(|(words, gap, body)| Written { words, gap, body });
    simple.prop_recursive(4, 40, 5, move |inner| {
        let block = proptest::collection::vec(inner, 0..5).prop_map(WrittenBody::Block);
        (words(), gap.clone(), block).prop_map(|(words, gap, body)| Written { words, gap, body })
    })
}

/// Whether the word can stand without quotes: escapes do not help there against blanks and braces.
fn can_be_plain(value: &[u8]) -> bool {
    let braces_are_variables = {
        let mut rest = value.to_vec();
        while let Some(at) = rest.windows(2).position(|pair| pair == b"${") {
            rest.drain(at..at + 2);
        }
        !rest.contains(&b'{')
    };
    !value.is_empty()
        && !b"#}'\"".contains(&value[0])
        && !value.iter().any(|byte| b" \t\r\n;".contains(byte))
        && braces_are_variables
}

fn write_word((value, style): &(Vec<u8>, Style), out: &mut Vec<u8>) {
    let quote = match style {
        Style::Plain if can_be_plain(value) => None,
        Style::Plain | Style::Double => Some(b'"'),
        Style::Single => Some(b'\''),
    };
    out.extend(quote);
    for byte in value {
        if *byte == b'\\' || Some(*byte) == quote {
            out.push(b'\\');
        }
        out.push(*byte);
    }
    out.extend(quote);
}

fn write(directives: &[Written], out: &mut Vec<u8>) {
    for directive in directives {
        if let WrittenBody::Lua(_) = directive.body {
            out.extend(b"access_by_lua_block");
        } else {
            let mut first = true;
            for word in &directive.words {
                if !std::mem::take(&mut first) {
                    out.extend(directive.gap.as_bytes());
                }
                write_word(word, out);
            }
        }
        match &directive.body {
            WrittenBody::Semicolon => out.push(b';'),
            WrittenBody::Lua(program) => {
                out.extend(directive.gap.as_bytes());
                out.push(b'{');
                out.extend(program.as_bytes());
            }
            WrittenBody::Block(inside) => {
                out.extend(directive.gap.as_bytes());
                out.push(b'{');
                write(inside, out);
                out.extend(directive.gap.as_bytes());
                out.push(b'}');
            }
        }
        out.extend(directive.gap.as_bytes());
    }
}

fn assert_read_back(document: &Document, read: &[usize], written: &[Written]) {
    assert_eq!(read.len(), written.len());
    for (read, written) in read.iter().zip(written) {
        let all = all_words(document, *read);
        match (document.body(*read), &written.body) {
            (Body::Lua, WrittenBody::Lua(_)) => assert_eq!(all, [b"access_by_lua_block"]),
            (Body::Semicolon, WrittenBody::Semicolon) => assert_eq!(all, values(written)),
            (Body::Block, WrittenBody::Block(inside)) => {
                assert_eq!(all, values(written));
                assert_read_back(document, &document.inside(*read).collect::<Vec<_>>(), inside);
            }
            (read, written) => panic!("{read:?} for {written:?}"),
        }
    }
}

fn values(written: &Written) -> Vec<&[u8]> {
    written.words.iter().map(|(value, _)| value.as_slice()).collect()
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(written in proptest::collection::vec(directive(), 0..6)) {
        let mut source = Vec::new();
        write(&written, &mut source);
        let parsed = parse(&source);
        prop_assert_eq!(&parsed.fault, &None, "{}", source.escape_ascii());
        assert_read_back(&parsed, &parsed.outermost().collect::<Vec<_>>(), &written);
        prop_assert_eq!(print(&parsed), source);
    }

    #[test]
    fn any_bytes_are_read_to_an_end(source in proptest::collection::vec(any::<u8>(), 0..200)) {
        assert_sound(&source);
    }
}
