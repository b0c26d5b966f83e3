//! JSON as Jellyfin writes it: fields in a fixed order, names in one of two cases.

use std::fmt::Write as _;

/// How field names are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// `StartupWizardCompleted`
    Pascal,
    /// `startupWizardCompleted`
    Camel,
}

/// A JSON value whose field names are in Pascal case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Json {
    Flag(bool),
    Number(u64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
}

impl Json {
    pub(crate) fn text(value: impl Into<String>) -> Self {
        Self::Text(value.into())
    }

    pub(crate) fn number(value: impl Into<u64>) -> Self {
        Self::Number(value.into())
    }

    /// The document in one line.
    pub(crate) fn write(&self, case: Case) -> String {
        let mut out = String::new();
        self.append(case, &mut out);
        out
    }

    fn append(&self, case: Case, out: &mut String) {
        match self {
            Self::Flag(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(value) => out.push_str(&value.to_string()),
            Self::Text(value) => append_text(value, out),
            Self::List(values) => {
                out.push('[');
                for (index, value) in values.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    value.append(case, out);
                }
                out.push(']');
            }
            Self::Object(fields) => {
                out.push('{');
                for (index, (name, value)) in fields.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    append_text(&cased(name, case), out);
                    out.push(':');
                    value.append(case, out);
                }
                out.push('}');
            }
        }
    }
}

fn cased(name: &str, case: Case) -> String {
    let mut letters = name.chars();
    match (case, letters.next()) {
        (Case::Camel, Some(first)) => first.to_lowercase().chain(letters).collect(),
        (Case::Pascal, _) | (Case::Camel, None) => name.to_owned(),
    }
}

fn append_text(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            control if control.is_control() => {
                write!(out, "\\u{:04x}", u32::from(control)).expect("writing to a String cannot fail");
            }
            plain => out.push(plain),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order_and_turns_the_case() {
        let json = Json::Object(vec![
            ("Zed", Json::List(vec![Json::number(1_u8), Json::Flag(true)])),
            ("Able", Json::text("a\"b\\c\n")),
        ]);
        assert_eq!(json.write(Case::Pascal), r#"{"Zed":[1,true],"Able":"a\"b\\c\u000a"}"#);
        assert_eq!(json.write(Case::Camel), r#"{"zed":[1,true],"able":"a\"b\\c\u000a"}"#);
    }
}
