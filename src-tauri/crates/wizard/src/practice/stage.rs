use std::io;
use std::path::{Path, PathBuf};

use engine::proxies::ProxyKind;
use front::practice::{NoSandbox, sandbox};
use helper::protocol::{Trouble, write_frame};

use super::inside::practise;
use super::{INSIDE, OUTSIDE, Said};

/// Is a part of a practice run where this process was started for that, and ends with it; returns at once in any
/// other process. It comes after [`system::sandbox::stage`], before arguments are read.
pub fn stage() {
    let mut arguments = std::env::args_os().skip(1);
    let Some(first) = arguments.next() else { return };
    let proxy = arguments.next().and_then(|word| word.to_str()?.parse::<ProxyKind>().ok());
    let outcome = match first.to_str() {
        Some(OUTSIDE) => {
            let layer = arguments.next().map(PathBuf::from);
            enter(proxy, layer.as_deref()).map_err(|error| not_entered(&error))
        }
        Some(INSIDE) => practise(proxy),
        _ => return,
    };
    if let Err(trouble) = outcome {
        // Nobody is there to be told where the other side is gone.
        let _ = write_frame(&mut io::stdout().lock(), &Said::Ended(trouble));
        std::process::exit(1);
    }
    std::process::exit(0);
}

/// Makes the sandbox, and waits for the end of what runs inside; its pipes are this process's own.
fn enter(proxy: Option<ProxyKind>, layer: Option<&Path>) -> anyhow::Result<()> {
    let sandbox = sandbox(layer)?;
    let arguments = [INSIDE].into_iter().chain(proxy.map(ProxyKind::word));
    // By its path, so that the helper is found beside it.
    sandbox.command(std::env::current_exe()?, arguments)?.status()?;
    Ok(())
}

fn not_entered(error: &anyhow::Error) -> Trouble {
    match error.downcast_ref::<NoSandbox>() {
        Some(none) => none.trouble(),
        None => Trouble {
            code: "sandbox_folder_unusable".to_owned(),
            message: format!("{error:#}"),
            next: "Name a folder that exists and that you may read.".to_owned(),
        },
    }
}
