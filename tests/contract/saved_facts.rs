//! What is known of a machine can be written down, sent, and planned on somewhere else.

use system::host::TreeHost;
use tests::{HostTree, PlainUser, assert_facts_survive};

use crate::host_tree::copy_for;

/// The same facts, read back from their JSON, give the same plan, to its id.
pub(crate) fn give_the_same_plan(tree: &HostTree) {
    let user = PlainUser::new();
    let copy = copy_for(tree, &user);
    let host = TreeHost::open(copy.root()).unwrap();
    let arguments = tree.arguments();
    let version = arguments.iter().skip_while(|argument| *argument != "--proxy-version").nth(1);
    assert_facts_survive(&host, tree.proxy.word(), version.map(String::as_str));
}
