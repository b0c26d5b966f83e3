use super::launch::Launch;
use super::layout::Layout;
use crate::facts::Install;
use crate::host::ToolCall;
use crate::names::AbsPath;

/// The program that is asked and told: Debian's `apache2ctl` puts the variables of `envvars` before
/// the server, which does not start without them; elsewhere the server itself does, given what it was
/// started with (openSUSE's and Gentoo's reads another configuration without).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Control {
    program: AbsPath,
    debian: bool,
    given: Vec<String>,
}

impl Control {
    /// The one for a server with that main file, started with these arguments.
    pub(super) fn of(binary: &AbsPath, main_config: &AbsPath, arguments: &[String]) -> Self {
        match binary.parent().join("apache2ctl") {
            Ok(program) if Layout::is_debians(main_config) => {
                Self { program, debian: true, given: Vec::new() }
            }
            _ => Self { program: binary.clone(), debian: false, given: Launch::parse(arguments).repeated },
        }
    }

    /// The one of an install.
    pub(super) fn installed(install: &Install) -> Self {
        Self::of(&install.binary, &install.main_config, &install.arguments)
    }

    /// A question, such as `-V`.
    pub(super) fn question(&self, flags: &[&str]) -> ToolCall {
        let given = self.given.iter().map(String::as_str);
        ToolCall::new(&self.program, &given.chain(flags.iter().copied()).collect::<Vec<_>>())
    }

    /// The server's own check.
    pub(super) fn check(&self) -> ToolCall {
        self.question(if self.debian { &["configtest"] } else { &["-t"] })
    }

    /// A start in the background.
    pub(super) fn start(&self) -> ToolCall {
        self.question(if self.debian { &["start"] } else { &["-k", "start"] })
    }

    /// A reload that checks first and lets every transfer end. The bare signal does not check, and a
    /// server that cannot read its configuration then ends (seen on 2.4.29 to 2.4.71).
    pub(super) fn graceful(&self) -> ToolCall {
        self.question(if self.debian { &["graceful"] } else { &["-k", "graceful"] })
    }
}
