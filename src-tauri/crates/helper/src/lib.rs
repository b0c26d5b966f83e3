//! The root side: inspect, plan, apply, undo, recover.
