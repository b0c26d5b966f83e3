//! What stands around a proxy: who starts and reloads it, what SELinux allows it, what a firewall lets in.

#![allow(clippy::unwrap_used, reason = "a test program: what is not there is a failed test")]

mod firewall;
mod machine;
mod selinux;
mod services;
