//! What the hub has decided to tell, and is to be carried out without its lock.

use std::sync::Arc;

use super::{
    frame::{Batch, Batches},
    outlet::Outlet,
};
use crate::domain::{Change, Cursor, Seq};

/// What is to be written to whom, in this order, and then whose streams end.
pub(super) struct Deliveries {
    pub(super) epoch: u32,
    writes: Vec<Write>,
    pub(super) ends: Vec<Arc<Outlet>>,
}

struct Write {
    batches: Vec<Arc<Batch>>,
    to: Vec<Arc<Outlet>>,
}

impl Deliveries {
    pub(super) fn new(epoch: u32) -> Self {
        Self {
            epoch,
            writes: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// One change, or several that have one number, for these streams.
    pub(super) fn add<'a>(
        &mut self,
        seq: Seq,
        changes: &[Change],
        to: impl IntoIterator<Item = &'a Arc<Outlet>>,
    ) {
        let mut batches = Batches::new(self.epoch);
        batches.push(seq, changes);
        self.add_batches(batches, to);
    }

    /// Has these streams' pages load themselves afresh, and go on after this change.
    pub(super) fn add_reset<'a>(
        &mut self,
        seq: Seq,
        to: impl IntoIterator<Item = &'a Arc<Outlet>>,
    ) {
        let epoch = self.epoch;
        let batches = vec![Arc::new(Batch::reset(Cursor { epoch, seq }))];
        let to = to.into_iter().map(Arc::clone).collect();
        self.writes.push(Write { batches, to });
    }

    pub(super) fn add_batches<'a>(
        &mut self,
        batches: Batches,
        to: impl IntoIterator<Item = &'a Arc<Outlet>>,
    ) {
        let to: Vec<_> = to.into_iter().map(Arc::clone).collect();
        if !to.is_empty() {
            let batches = batches.finish();
            self.writes.push(Write { batches, to });
        }
    }

    pub(super) fn carry_out(self) {
        for Write { batches, to } in &self.writes {
            for batch in batches {
                for outlet in to {
                    outlet.put(batch);
                }
            }
        }
        for outlet in &self.ends {
            outlet.close();
        }
    }
}
