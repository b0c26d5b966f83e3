//! Hosts made from folders, recorded commands, property-test strategies.
