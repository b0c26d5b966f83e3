//! network.xml as a flat table: the elements below its root, each with a text or a list of texts.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};

/// What one element holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// Its own text, without the white space around it.
    pub(super) text: String,
    /// The texts of the elements in it.
    pub(super) items: Vec<String>,
}

/// The document is not well-formed.
#[derive(Debug, thiserror::Error)]
pub(super) enum XmlError {
    #[error(transparent)]
    Syntax(#[from] quick_xml::Error),
    #[error("the document ends inside <{0}>")]
    Unfinished(String),
    #[error("unknown entity &{0};")]
    Entity(String),
}

/// Reads the elements two levels deep. Where a name stands twice the last one counts.
pub(super) fn read(document: &str) -> Result<BTreeMap<String, Element>, XmlError> {
    let mut reader = Reader::from_str(document);
    let mut elements = BTreeMap::<String, Element>::new();
    let mut open = Vec::<String>::new();
    let mut text = String::new();
    loop {
        match reader.read_event()? {
            Event::Start(tag) => {
                text.clear();
                open.push(tag.local_name().as_ref().to_owned());
                if open.len() == 2 {
                    elements.insert(open[1].clone(), Element::default());
                }
            }
            Event::Empty(tag) if open.len() == 1 => {
                elements.insert(tag.local_name().as_ref().to_owned(), Element::default());
            }
            Event::End(_) => {
                keep(&mut elements, &open, text.trim());
                text.clear();
                open.pop();
            }
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::CData(part) => text.push_str(&part.xml10_content()),
            Event::GeneralRef(reference) => text.push_str(&resolve(&reference)?),
            Event::Eof => break,
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    open.pop().map_or(Ok(elements), |name| Err(XmlError::Unfinished(name)))
}

fn keep(elements: &mut BTreeMap<String, Element>, open: &[String], text: &str) {
    let Some(element) = open.get(1).and_then(|name| elements.get_mut(name)) else { return };
    match open.len() {
        2 if element.items.is_empty() => text.clone_into(&mut element.text),
        3 => element.items.push(text.to_owned()),
        _ => {}
    }
}

fn resolve(reference: &BytesRef<'_>) -> Result<String, XmlError> {
    if let Some(character) = reference.resolve_char_ref()? {
        return Ok(character.to_string());
    }
    let name = reference.xml10_content();
    resolve_predefined_entity(&name).map(str::to_owned).ok_or_else(|| XmlError::Entity(name.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_texts_lists_and_entities() {
        let elements = read(
            "<?xml version=\"1.0\"?>\n<NetworkConfiguration>\n  <BaseUrl>/a&amp;b&#x41;</BaseUrl>\n  \
             <KnownProxies>\n    <string>10.0.0.0/8</string>\n    <string> localhost </string>\n  \
             </KnownProxies>\n  <RemoteIPFilter />\n</NetworkConfiguration>",
        )
        .expect("well-formed");
        assert_eq!(elements["BaseUrl"].text, "/a&bA");
        assert_eq!(elements["KnownProxies"].items, ["10.0.0.0/8", "localhost"]);
        assert_eq!(elements["RemoteIPFilter"], Element::default());
    }

    #[test]
    fn refuses_what_is_not_well_formed() {
        for wrong in ["<a>", "<a><b></a></b>", "<a>&nothing;</a>", "<a"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
