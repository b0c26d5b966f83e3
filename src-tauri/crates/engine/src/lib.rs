//! What is known of proxies, Jellyfin and certificates, as pure functions.
//!
//! Nothing here touches a disk, a process, the network, a clock or the environment: a machine is
//! looked at through [`host::Host`], and what follows is data in, data out.
//!
//! ```text
//! facts::collect(host)        -> HostFacts
//! request::Request::parse     -> Request | a problem per field
//! plan::plan(facts, request)  -> Plan | Refusal
//! lint::lint(plan, facts)     -> findings
//! verdict::judge(observed)    -> Verdict
//! ```

pub mod facts;
pub mod host;
pub mod jellyfin;
pub mod lint;
pub mod names;
pub mod plan;
pub mod proxies;
pub mod request;
pub mod text;
pub mod verdict;
