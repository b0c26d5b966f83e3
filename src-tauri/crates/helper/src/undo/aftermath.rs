//! What follows once files are put back: the server reads them again, Jellyfin too.

use engine::facts::{Evidence, Wanted};
use engine::names::{AbsPath, Upstream};
use engine::proxies::ProxyKind;

use crate::apply::{check, reload};
use crate::fault::Fault;
use crate::journal::Change;
use crate::machine::Machine;
use crate::protocol::ServerAfter;

/// Whether the server is made to read its configuration again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reread {
    /// Where the change came to its reload.
    WhatWasReloaded,
    /// Whatever the change came to: after an interruption the server, or the whole machine, may have
    /// been started on what lay there.
    Anyhow,
}

/// Whether the server has anything to do with it.
pub(super) fn concerns_server(machine: &Machine, change: &Change, reread: Reread) -> bool {
    let wanted = reread == Reread::Anyhow || begun(change, "reload");
    wanted && machine.host.is_live() && change.intent.reload.is_some() && change.intent.check.is_some()
}

/// Has the server read the old configuration, where it runs.
pub(super) fn server(machine: &Machine, change: &Change, reread: Reread) -> ServerAfter {
    let intent = &change.intent;
    let (Some(how), Some(call)) = (&intent.reload, &intent.check) else { return ServerAfter::Untouched {} };
    if !concerns_server(machine, change, reread) {
        return ServerAfter::Untouched {};
    }
    let proxy = intent.proxy.parse::<ProxyKind>().ok();
    if proxy.is_some_and(|proxy| !runs(machine, proxy)) {
        return ServerAfter::NotRunning {};
    }
    match check(machine, call, proxy).and_then(|_| reload(machine, how, Some(call), proxy)) {
        Ok(()) => ServerAfter::Reloaded {},
        Err(Fault::CheckFailed { errors }) => ServerAfter::CheckFailed { errors },
        Err(fault) => ServerAfter::ReloadFailed { trouble: fault.trouble() },
    }
}

/// The Jellyfin that has read a network.xml which is among what is put back.
pub(super) fn jellyfin<'p>(
    change: &Change,
    mut restored: impl Iterator<Item = &'p AbsPath>,
) -> Option<Upstream> {
    let back = restored.any(|path| path.file_name() == "network.xml");
    change.intent.restart.clone().filter(|_| back && begun(change, "restart_jellyfin"))
}

fn begun(change: &Change, kind: &str) -> bool {
    change
        .course
        .steps
        .keys()
        .any(|&step| change.intent.steps.get(step).is_some_and(|step| step.kind == kind))
}

fn runs(machine: &Machine, proxy: ProxyKind) -> bool {
    let mut evidence = Evidence::new(machine.host.as_ref());
    proxy.proxy().detect(&mut evidence, &Wanted::default()).is_some_and(|install| install.running)
}
