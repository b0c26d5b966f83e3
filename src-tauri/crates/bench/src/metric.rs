//! The figures that are compared.

use serde::{Serialize, Serializer};

use crate::sample::Sample;

const MIB: f64 = 1024.0 * 1024.0;
const GIB: f64 = 1024.0 * MIB;

/// A figure of a sample. Less is better in those that are compared (`CPU`, memory), more in the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Metric {
    CpuPerRequest,
    RequestsPerSecond,
    CpuPerGib,
    StreamSpeed,
    CpuPerSeek,
    SeekSpeed,
    Memory,
}

impl Metric {
    /// In the order of the table.
    pub(crate) const ALL: [Self; 7] = [
        Self::CpuPerRequest,
        Self::RequestsPerSecond,
        Self::CpuPerGib,
        Self::StreamSpeed,
        Self::CpuPerSeek,
        Self::SeekSpeed,
        Self::Memory,
    ];

    /// Those of which ratios are made: a server's own CPU time, which other programs do not disturb much.
    pub(crate) const COMPARED: [Self; 3] = [Self::CpuPerRequest, Self::CpuPerGib, Self::CpuPerSeek];

    /// Its word in the JSON document.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::CpuPerRequest => "cpu_us_per_request",
            Self::RequestsPerSecond => "requests_per_second",
            Self::CpuPerGib => "cpu_seconds_per_gib",
            Self::StreamSpeed => "stream_mib_per_second",
            Self::CpuPerSeek => "cpu_ms_per_seek",
            Self::SeekSpeed => "seek_mib_per_second",
            Self::Memory => "memory_mib",
        }
    }

    /// Its name in tables, with its unit.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::CpuPerRequest => "CPU per request, µs",
            Self::RequestsPerSecond => "requests/s",
            Self::CpuPerGib => "CPU per GiB, s",
            Self::StreamSpeed => "8 streams, MiB/s",
            Self::CpuPerSeek => "CPU per seek, ms",
            Self::SeekSpeed => "seeks, MiB/s",
            Self::Memory => "memory, MiB",
        }
    }

    /// Digits after the point that mean something.
    pub(crate) fn digits(self) -> usize {
        match self {
            Self::CpuPerGib | Self::CpuPerSeek => 2,
            Self::CpuPerRequest => 1,
            Self::RequestsPerSecond | Self::StreamSpeed | Self::SeekSpeed | Self::Memory => 0,
        }
    }

    /// The figure; `None` where a sample has none, such as the CPU time of a proxy that is not there.
    pub(crate) fn of(self, sample: &Sample) -> Option<f64> {
        let (requests, streams, seeks) = (&sample.requests, &sample.streams, &sample.seeks);
        match self {
            Self::CpuPerRequest => {
                requests.cpu_seconds.and_then(|cpu| per(cpu * 1e6, requests.requests as f64))
            }
            Self::RequestsPerSecond => per(requests.requests as f64, requests.seconds),
            Self::CpuPerGib => streams.cpu_seconds.and_then(|cpu| per(cpu, streams.bytes as f64 / GIB)),
            Self::StreamSpeed => per(streams.bytes as f64 / MIB, streams.seconds),
            Self::CpuPerSeek => seeks.cpu_seconds.and_then(|cpu| per(cpu * 1e3, seeks.requests as f64)),
            Self::SeekSpeed => per(seeks.bytes as f64 / MIB, seeks.seconds),
            Self::Memory => sample.memory_bytes.map(|bytes| bytes as f64 / MIB),
        }
    }
}

impl Serialize for Metric {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

fn per(amount: f64, count: f64) -> Option<f64> {
    (count > 0.0).then(|| amount / count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Reading;

    fn sample(cpu_seconds: Option<f64>) -> Sample {
        let reading = |requests, bytes| Reading { seconds: 4.0, requests, bytes, cpu_seconds };
        Sample {
            version: None,
            requests: reading(100_000, 0),
            streams: reading(0, 2 << 30),
            seeks: reading(500, 1 << 30),
            memory_bytes: Some(7 << 20),
            setup: None,
        }
    }

    #[test]
    fn each_figure_has_the_unit_of_its_title() {
        let figures = Metric::ALL.map(|metric| metric.of(&sample(Some(2.0))));
        assert_eq!(figures, [20.0, 25_000.0, 1.0, 512.0, 4.0, 256.0, 7.0].map(Some));
    }

    #[test]
    fn without_a_proxy_there_is_no_cpu_time() {
        for metric in Metric::COMPARED {
            assert_eq!(metric.of(&sample(None)), None);
        }
    }

    #[test]
    fn nothing_done_is_no_figure() {
        let idle = Reading { seconds: 4.0, requests: 0, bytes: 0, cpu_seconds: Some(0.1) };
        let sample = Sample { requests: idle, streams: idle, seeks: idle, ..sample(None) };
        for metric in Metric::COMPARED {
            assert_eq!(metric.of(&sample), None);
        }
    }
}
