//! What the tests on real servers share: a sandboxed machine with a server, a Jellyfin and the product.

mod command;
mod host_tree;
mod jellyfin;
mod journal;
mod lab;
mod neighbours;
mod packages;
mod page;
mod plain_user;
mod release;
mod saved_facts;
mod seed;
mod server;
mod snapshot;
mod started;
mod trial;
mod visitor;

pub use command::{Ended, product, program};
pub use host_tree::{HostTree, sentences};
pub use jellyfin::{Jellyfin, TOKEN};
pub use journal::Journal;
pub use lab::{DOMAIN, Lab};
pub use neighbours::Neighbours;
pub use packages::package;
pub use page::Page;
pub use plain_user::PlainUser;
pub use release::Release;
pub use saved_facts::assert_facts_survive;
pub use seed::Seed;
pub use server::Server;
pub use snapshot::Snapshot;
pub use started::Started;
pub use trial::{Case, ProxyTest, main};
pub use visitor::{Answer, Download, STRANGER, Visitor, WebSocket, visit};
