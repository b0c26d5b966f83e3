//! What the written configurations and the tool itself must reach.

use serde::Serialize;

use crate::contender::Configuration;
use crate::metric::Metric;
use crate::results::Results;
use crate::sample::SetUp;
use crate::statistics::Spread;

/// Nobody is to be worse off than with the first text or with Jellyfin's own; a tenth is what remains of noise.
const NOT_WORSE: f64 = 1.1;
const SET_UP_MS: f64 = 150.0;
const PEAK_MIB: f64 = 64.0;

/// A limit, and what was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Goal {
    /// What is limited.
    pub(crate) subject: String,
    pub(crate) limit: f64,
    pub(crate) unit: Unit,
    /// The median; `None` where it was not measured.
    pub(crate) measured: Option<f64>,
}

/// What a [`Goal`]'s numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    /// A multiple of the other side's.
    Ratio,
    Milliseconds,
    Mebibytes,
}

impl Goal {
    /// What was not measured is not met.
    pub(crate) fn is_met(&self) -> bool {
        self.measured.is_some_and(|measured| measured <= self.limit)
    }
}

/// A written configuration's limit against another one.
struct Against {
    written: &'static str,
    baseline: &'static str,
    metric: Metric,
    limit: f64,
}

const AGAINST: [Against; 15] = [
    against("nginx-written", "nginx-official", Metric::CpuPerRequest, 0.45),
    against("nginx-written", "nginx-official", Metric::CpuPerGib, 0.65),
    against("nginx-written", "nginx-seed", Metric::CpuPerRequest, NOT_WORSE),
    against("nginx-written", "nginx-seed", Metric::CpuPerGib, NOT_WORSE),
    against("nginx-written", "nginx-seed", Metric::CpuPerSeek, NOT_WORSE),
    against("apache-written", "apache-official", Metric::CpuPerRequest, 0.7),
    against("apache-written", "apache-seed", Metric::CpuPerRequest, NOT_WORSE),
    against("apache-written", "apache-seed", Metric::CpuPerGib, NOT_WORSE),
    against("apache-written", "apache-seed", Metric::CpuPerSeek, NOT_WORSE),
    against("haproxy-written", "haproxy-official", Metric::CpuPerRequest, NOT_WORSE),
    against("haproxy-written", "haproxy-official", Metric::CpuPerGib, NOT_WORSE),
    against("haproxy-written", "haproxy-official", Metric::CpuPerSeek, NOT_WORSE),
    against("haproxy-written", "haproxy-seed", Metric::CpuPerRequest, NOT_WORSE),
    against("haproxy-written", "haproxy-seed", Metric::CpuPerGib, NOT_WORSE),
    against("haproxy-written", "haproxy-seed", Metric::CpuPerSeek, NOT_WORSE),
];

const fn against(written: &'static str, baseline: &'static str, metric: Metric, limit: f64) -> Against {
    Against { written, baseline, metric, limit }
}

/// The goals of those contenders that were to be measured, with what was measured.
pub(crate) fn judge(results: &Results) -> Vec<Goal> {
    let chosen = |name: &str| results.contenders.iter().any(|contender| contender.name == name);
    let chosen = AGAINST.iter().filter(|against| chosen(against.written) && chosen(against.baseline));
    let ratios = chosen.map(|against| Goal {
        subject: format!("{} / {}, {}", against.written, against.baseline, against.metric.word()),
        limit: against.limit,
        unit: Unit::Ratio,
        measured: results.ratio(against.written, against.baseline, against.metric).map(|ratio| ratio.median),
    });
    let written = results.contenders.iter().filter(|one| one.configuration == Configuration::Written);
    let set_ups = written.flat_map(|contender| {
        let goal = |what: &str, limit, unit, value: fn(&SetUp) -> f64| Goal {
            subject: format!("setup of {}, {what}", contender.name),
            limit,
            unit,
            measured: Spread::of(results.set_ups(contender.name).map(value)).map(|spread| spread.median),
        };
        [
            goal("the tool's own time", SET_UP_MS, Unit::Milliseconds, |setup| setup.own_seconds() * 1e3),
            goal("memory of jellyfin-proxy", PEAK_MIB, Unit::Mebibytes, |setup| mib(setup.front_peak_bytes)),
            goal("memory of its root side", PEAK_MIB, Unit::Mebibytes, |setup| mib(setup.helper_peak_bytes)),
        ]
    });
    ratios.chain(set_ups).collect()
}

/// Bytes as MiB.
pub(crate) fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
