use crate::facts::Install;
use crate::host::ToolCall;
use crate::names::AbsPath;

/// The program that is asked and told: Debian's `apache2ctl` puts the variables of `envvars` before
/// the server, which does not start without them; elsewhere the server itself does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Control {
    program: AbsPath,
    debian: bool,
}

impl Control {
    /// The one for a server with that main file.
    pub(super) fn of(binary: &AbsPath, main_config: &AbsPath) -> Self {
        match binary.parent().join("apache2ctl") {
            Ok(program) if main_config.file_name() == "apache2.conf" => Self { program, debian: true },
            _ => Self { program: binary.clone(), debian: false },
        }
    }

    /// The one of an install.
    pub(super) fn installed(install: &Install) -> Self {
        Self::of(&install.binary, &install.main_config)
    }

    /// A question, such as `-V`.
    pub(super) fn question(&self, flags: &[&str]) -> ToolCall {
        ToolCall::new(&self.program, flags)
    }

    /// The server's own check.
    pub(super) fn check(&self) -> ToolCall {
        ToolCall::new(&self.program, if self.debian { &["configtest"] } else { &["-t"] })
    }

    /// A start in the background.
    pub(super) fn start(&self) -> ToolCall {
        ToolCall::new(&self.program, if self.debian { &["start"] } else { &["-k", "start"] })
    }

    /// A reload that checks first and lets every transfer end. The bare signal does not check, and a
    /// server that cannot read its configuration then ends (seen on 2.4.29 to 2.4.71).
    pub(super) fn graceful(&self) -> ToolCall {
        ToolCall::new(&self.program, if self.debian { &["graceful"] } else { &["-k", "graceful"] })
    }
}
