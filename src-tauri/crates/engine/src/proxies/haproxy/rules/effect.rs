use crate::proxies::haproxy::syntax::Line;

/// What a rule of a frontend does to the visits that it is obeyed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::proxies::haproxy) enum Effect {
    /// It turns them away.
    Refuses,
    /// It answers them itself, or asks for a password first.
    Answers,
    /// It sends them to the same host and path by HTTPS.
    ToHttps,
    /// It sends them somewhere else.
    Redirects,
    /// It gives them another host or path, which the rules after it then see.
    Rewrites,
    /// It picks the backend.
    Chooses,
    /// It keeps the rules after it from being asked.
    Skips,
    /// It does nothing to where they go.
    Passes,
    /// That is not known here.
    Unknown,
}

impl Effect {
    /// What a line does.
    pub(in crate::proxies::haproxy) fn of(line: &Line) -> Self {
        match line.word(0) {
            "use_backend" => Self::Chooses,
            "redirect" => redirect(line, 1),
            "block" => Self::Refuses,
            "http-request" => http_request(line),
            "tcp-request" => match line.word(2) {
                "reject" | "silent-drop" => Self::Refuses,
                word if word.starts_with("lua.") => Self::Unknown,
                _ => Self::Passes,
            },
            // Gone since 2.1; they rewrote the bytes of a request.
            word if word.starts_with("req") => Self::Unknown,
            _ => Self::Passes,
        }
    }
}

fn http_request(line: &Line) -> Effect {
    match line.word(1) {
        "redirect" => redirect(line, 2),
        "deny" | "reject" | "tarpit" | "silent-drop" => Effect::Refuses,
        "auth" | "return" | "use-service" => Effect::Answers,
        "set-path" | "replace-path" | "set-pathq" | "replace-pathq" | "set-uri" | "replace-uri" => {
            Effect::Rewrites
        }
        "set-header" | "add-header" | "del-header" | "replace-header" | "replace-value"
            if line.word(2).eq_ignore_ascii_case("host") =>
        {
            Effect::Rewrites
        }
        "allow" => Effect::Skips,
        "cache-use" => Effect::Unknown,
        word if word.starts_with("lua.") => Effect::Unknown,
        _ => Effect::Passes,
    }
}

/// `scheme https`, or a location or prefix that begins with HTTPS and the host as it was asked for.
fn redirect(line: &Line, at: usize) -> Effect {
    let to = line.word(at + 1);
    let same_host = ["https://%[hdr(host)", "https://%[req.hdr(host)", "https://%[req.fhdr(host)"];
    let lower = to.to_ascii_lowercase();
    match line.word(at) {
        "scheme" if to == "https" => Effect::ToHttps,
        "prefix" | "location" if same_host.iter().any(|begin| lower.starts_with(begin)) => Effect::ToHttps,
        _ => Effect::Redirects,
    }
}
