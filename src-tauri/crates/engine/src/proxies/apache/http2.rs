//! Whether HTTP/2 is offered (`mod_http2`).

use super::effective::{Effective, Setting, VirtualHost};

/// How far the server goes in HTTP/2: the module is there, a processing model with threads runs it, and what
/// `Protocols` names outside of virtual hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Http2 {
    is_spoken: bool,
    main: Named,
}

/// What `Protocols` names of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Named {
    h2: bool,
    h2c: bool,
}

impl Http2 {
    /// That of a configuration.
    pub(super) fn of(effective: &Effective) -> Self {
        let has_threads = ["mpm_event", "mpm_worker"].iter().any(|&model| effective.modules.contains(model));
        let is_spoken = has_threads && effective.modules.contains("http2");
        Self { is_spoken, main: Named::by(effective.main.of("protocols")).unwrap_or_default() }
    }

    /// Whether a virtual host, or the main server, offers it. Each virtual host has its own word on it, also on a
    /// shared address: the name in the TLS greeting decides (seen on 2.4.71).
    pub(super) fn is_offered(&self, vhost: Option<&VirtualHost>, tls: bool) -> bool {
        let named = vhost.and_then(|vhost| Named::by(vhost.of("protocols"))).unwrap_or(self.main);
        self.is_spoken && if tls { named.h2 } else { named.h2c }
    }
}

impl Named {
    /// What these lines name; `None` where they name nothing at all.
    fn by<'s>(lines: impl Iterator<Item = &'s Setting>) -> Option<Self> {
        let words = lines.flat_map(|setting| &setting.args);
        words.fold(None, |named, word| {
            let Self { h2, h2c } = named.unwrap_or_default();
            let is = |name: &str| word.eq_ignore_ascii_case(name);
            Some(Self { h2: h2 || is("h2"), h2c: h2c || is("h2c") })
        })
    }
}
