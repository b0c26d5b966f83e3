//! The calls that start, check and reload a HAProxy.

use super::command_line::CommandLine;
use super::configuration::Configuration;
use crate::facts::{Install, Service};
use crate::host::ToolCall;
use crate::names::AbsPath;
use crate::proxies::Reload;
use crate::proxies::service::service_reload;

/// Where Debian's unit, and whoever starts it by hand after its manual, puts the master's id.
const PID_FILE: &str = "/run/haproxy.pid";

/// The server's own check, of the same files in the same order as the running server reads them.
pub(super) fn check_call(binary: &AbsPath, command_line: &CommandLine, main_config: &AbsPath) -> ToolCall {
    let mut call = ToolCall::new(binary, &["-c"]);
    call.args.extend(configs(command_line, main_config));
    // The name among its peers decides whether a `peers` section holds this server.
    if let Some(name) = &command_line.local_peer {
        call.args.extend(["-L".to_owned(), name.clone()]);
    }
    call
}

/// A start in the background; a master process came with 1.8.
pub(super) fn start_call(install: &Install) -> ToolCall {
    let mut call =
        ToolCall::new(&install.binary, if install.since(1, 8, 0) { &["-W", "-D"] } else { &["-D"] });
    let command_line = CommandLine::of(install);
    call.args.extend(configs(&command_line, &install.main_config));
    let pid_file = command_line.pid_path().map_or_else(|| PID_FILE.to_owned(), |path| path.to_string());
    call.args.extend(["-p".to_owned(), pid_file]);
    call
}

/// Whether the running one can be made to read its files again without being stopped.
pub(super) fn can_reload(
    service: Option<&Service>,
    command_line: &CommandLine,
    configuration: &Configuration,
) -> bool {
    let by_signal = command_line.master || configuration.global("master-worker").is_some();
    let has_pid_file = command_line.pid_path().is_some() || configuration.global("pidfile").is_some();
    service_reload(service).is_some() || (by_signal && has_pid_file)
}

/// How the running one reads its files again: by its service manager, or a signal to its master.
pub(super) fn reload(install: &Install, configuration: &Configuration) -> Reload {
    let by_signal = || {
        let written = || configuration.global("pidfile").and_then(|path| path.parse().ok());
        let pid_file = CommandLine::of(install).pid_path().or_else(written);
        Reload::Usr2 { pid_file: pid_file.unwrap_or_else(|| PID_FILE.parse().expect("a literal plain path")) }
    };
    service_reload(install.service.as_ref()).unwrap_or_else(by_signal)
}

fn configs(command_line: &CommandLine, main_config: &AbsPath) -> Vec<String> {
    let paths = command_line.config_paths();
    let paths = if paths.is_empty() { vec![main_config.clone()] } else { paths };
    paths.iter().flat_map(|path| ["-f".to_owned(), path.to_string()]).collect()
}
