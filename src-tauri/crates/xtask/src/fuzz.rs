//! `cargo xtask fuzz`: files that grow by what they make each reader do.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use anyhow::{Context, Result};

use crate::{debian, program, project};

const PROXIES: [&str; 3] = ["nginx", "apache", "haproxy"];

/// What has the compiler count where a program goes, as `cargo fuzz` says it. All of it is stable, other than the
/// sanitizers, which a program without `unsafe` does not need.
const COUNTED: [&str; 9] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
    "-Ccodegen-units=1",
    "-Cdebuginfo=line-tables-only",
];

/// In seconds: a file that takes longer is a failure.
const PATIENCE: u32 = 2;
/// In bytes: long enough that time which grows with the square shows.
const LONGEST: u32 = 64 << 10;

/// What is to be fuzzed, and for how long.
#[derive(clap::Args)]
pub(crate) struct Choice {
    /// For how many seconds each reader is given files
    #[arg(long, default_value_t = 60)]
    pub(crate) seconds: u32,
    /// Only the reader of that proxy: nginx, apache or haproxy
    #[arg(long)]
    pub(crate) proxy: Option<String>,
}

/// Builds the targets of `fuzz` and runs each one. A file that fails lies in `target/fuzz` then; the same program with
/// that file as its argument fails again.
pub(crate) fn run(choice: &Choice) -> Result<()> {
    debian::install_tools()?;
    let programs = built()?;
    let chosen = PROXIES.iter().filter(|name| choice.proxy.as_deref().is_none_or(|wanted| wanted == **name));
    chosen.copied().try_for_each(|proxy| fuzzed(&programs.join(proxy), proxy, choice.seconds))
}

fn folder() -> PathBuf {
    project::target().join("fuzz")
}

/// The folder with the programs. The target is named, so that what runs at build time is built without the counting.
fn built() -> Result<PathBuf> {
    let version = program::read(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let mut cargo = project::cargo();
    cargo.args(["build", "--release", "--manifest-path", "fuzz/Cargo.toml", "--target", host]);
    cargo.arg("--target-dir").arg(folder()).env("CARGO_ENCODED_RUSTFLAGS", COUNTED.join("\u{1f}"));
    program::run(&mut cargo)?;
    Ok(folder().join(host).join("release"))
}

/// The same files each time, as far as time allows: no change is refused for what another one let in.
fn fuzzed(program: &Path, proxy: &str, seconds: u32) -> Result<()> {
    let corpus = folder().join("corpus").join(proxy);
    if corpus.exists() {
        fs::remove_dir_all(&corpus).with_context(|| corpus.display().to_string())?;
    }
    fs::create_dir_all(&corpus).with_context(|| corpus.display().to_string())?;
    let grown_from = seeds(proxy, &corpus)?;
    println!("{proxy}: {grown_from} files to begin with");
    let dictionary = project::root().join(format!("fuzz/dictionaries/{proxy}.dict"));
    let failures = folder().join(format!("failed-{proxy}-"));
    program::run(
        Command::new(program)
            .arg(&corpus)
            .arg(format!("-dict={}", dictionary.display()))
            .arg(format!("-artifact_prefix={}", failures.display()))
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-timeout={PATIENCE}"))
            .arg(format!("-max_len={LONGEST}"))
            .args(["-seed=1", "-verbosity=1", "-print_final_stats=1", "-close_fd_mask=1"]),
    )
}

/// Every configuration file of that proxy which lies among the fixtures; their number.
fn seeds(proxy: &str, corpus: &Path) -> Result<usize> {
    let mut number = 0;
    let mut folders = vec![project::root().join("tests/fixtures"), project::root().join("tests/real")];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
        for path in entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()? {
            if path.is_dir() {
                folders.push(path);
            } else if path.is_file() && is_of(proxy, &path) {
                fs::copy(&path, corpus.join(number.to_string()))
                    .with_context(|| path.display().to_string())?;
                number += 1;
            }
        }
    }
    Ok(number)
}

/// Whether a file is that proxy's by the folder it lies in, or by its name.
fn is_of(proxy: &str, path: &Path) -> bool {
    let folders: &[&str] = match proxy {
        "apache" => &["/apache2/", "/httpd/", "/apache24/", "apache.conf", "fitting_apache"],
        "nginx" => &["/etc/nginx/", "/nginx.conf"],
        _ => &["/etc/haproxy/", "haproxy.cfg", "/haproxy.conf"],
    };
    let ends =
        ["conf", "cfg", "load", "inc"].iter().any(|end| path.extension().is_some_and(|own| own == *end));
    let is_site = path.extension().is_none() && path.to_string_lossy().contains("/sites-");
    (ends || is_site) && folders.iter().any(|part| path.to_string_lossy().contains(part))
}
