//! Times as HTTP and JSON write them.

use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `Thu, 01 Jan 1970 00:00:00 GMT`
pub(crate) fn http_date(time: SystemTime) -> String {
    let time = Timestamp::try_from(time).unwrap_or(Timestamp::UNIX_EPOCH);
    time.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// The whole second that an HTTP date names.
pub(crate) fn parse_http_date(text: &str) -> Option<i64> {
    let rfc2822 = text.strip_suffix("GMT")?.trim_end();
    let zoned = jiff::fmt::strtime::parse("%a, %d %b %Y %H:%M:%S", rfc2822).ok()?.to_datetime().ok()?;
    Some(zoned.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}

/// `2026-08-30T12:00:00.1234567Z`: seven digits, as .NET writes them.
pub(crate) fn json_time(time: SystemTime) -> String {
    let time = Timestamp::try_from(time).unwrap_or(Timestamp::UNIX_EPOCH);
    let tenth_microseconds = time.subsec_nanosecond() / 100;
    format!("{}.{tenth_microseconds:07}Z", time.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S"))
}

/// Seconds since 1970, as HTTP dates count.
pub(crate) fn whole_second(time: SystemTime) -> i64 {
    Timestamp::try_from(time).unwrap_or(Timestamp::UNIX_EPOCH).as_second()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn writes_and_reads_back() {
        let time = UNIX_EPOCH + Duration::new(1_786_000_000, 123_456_789);
        assert_eq!(http_date(time), "Thu, 06 Aug 2026 07:06:40 GMT");
        assert_eq!(parse_http_date(&http_date(time)), Some(whole_second(time)));
        assert_eq!(json_time(time), "2026-08-06T07:06:40.1234567Z");
        assert_eq!(parse_http_date("yesterday"), None);
    }
}
