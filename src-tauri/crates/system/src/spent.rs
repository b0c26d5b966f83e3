//! What a program took from the machine, as the kernel counts it.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

/// What a program took from the machine until it ended.
#[derive(Debug, Clone, Copy)]
pub struct Spent {
    /// How it ended.
    pub status: ExitStatus,
    /// From its start to its end.
    pub wall: Duration,
    /// CPU time, user and system, of its own: to the microsecond where it ran no programs, to the hundredth of a second
    /// where it did.
    pub own_cpu: Duration,
    /// CPU time of the programs that it ran and waited for, to the hundredth of a second.
    pub programs_cpu: Duration,
    /// The most memory that it or one of those programs held, in bytes. The kernel counts in what its parent held when
    /// it was started, so a small program has to start it.
    pub peak_bytes: u64,
}

impl Spent {
    /// Runs a program to its end. Its input and output are the caller's to set; none of them may be a pipe that nobody
    /// empties.
    ///
    /// # Errors
    /// When it cannot be started or waited for.
    pub fn by(command: &mut Command) -> io::Result<Self> {
        let begin = Instant::now();
        let child = command.spawn()?;
        let (pid, programs_cpu) = ended(&child)?;
        let (status, usage) = reap(pid)?;
        let wall = begin.elapsed();
        let cpu = time(usage.ru_utime) + time(usage.ru_stime);
        Ok(Self {
            status,
            wall,
            own_cpu: cpu.saturating_sub(programs_cpu),
            programs_cpu,
            peak_bytes: usage.ru_maxrss.unsigned_abs() * 1024,
        })
    }
}

/// Waits for the child to end, and reads what its own children took before anything of it is gone.
fn ended(child: &Child) -> io::Result<(Pid, Duration)> {
    let id = i32::try_from(child.id()).map_err(io::Error::other)?;
    let pid = Pid::from_raw(id).ok_or(io::ErrorKind::InvalidInput)?;
    while let Err(error) = waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT) {
        if error != rustix::io::Errno::INTR {
            return Err(error.into());
        }
    }
    let stat =
        procfs::process::Process::new(id).and_then(|process| process.stat()).map_err(io::Error::other)?;
    let ticks = (stat.cutime + stat.cstime).unsigned_abs();
    Ok((pid, Duration::from_millis(ticks * 1000 / procfs::ticks_per_second())))
}

#[expect(unsafe_code, reason = "neither the standard library nor rustix tells a single child's usage")]
fn reap(pid: Pid) -> io::Result<(ExitStatus, libc::rusage)> {
    let mut status = 0;
    // SAFETY: all of its fields are numbers, for which zero is a value.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: both pointers are to values of this function, which the call fills in and does not keep.
    let reaped = unsafe { libc::wait4(pid.as_raw_nonzero().get(), &raw mut status, 0, &raw mut usage) };
    if reaped < 0 { Err(io::Error::last_os_error()) } else { Ok((ExitStatus::from_raw(status), usage)) }
}

fn time(time: libc::timeval) -> Duration {
    Duration::from_secs(time.tv_sec.unsigned_abs()) + Duration::from_micros(time.tv_usec.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Spent {
        Spent::by(Command::new("sh").args(["-c", script])).unwrap()
    }

    #[test]
    fn own_time_is_told_from_that_of_programs() {
        const COUNT: &str = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";
        let own = shell(COUNT);
        assert!(own.own_cpu > Duration::from_millis(20) && own.programs_cpu.is_zero(), "{own:?}");
        let other = shell(&format!("sh -c '{COUNT}'; exit 3"));
        assert!(other.programs_cpu > other.own_cpu, "{other:?}");
        assert_eq!(other.status.code(), Some(3));
    }

    #[test]
    fn the_most_memory_is_told() {
        let small = shell("true");
        let large = shell("head -c 50000000 /dev/zero | tail -c 50000000 > /dev/null");
        assert!(large.peak_bytes > small.peak_bytes + 40_000_000, "{small:?} {large:?}");
    }
}
