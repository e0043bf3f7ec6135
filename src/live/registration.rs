//! A stream's place in the hub.

use std::sync::Arc;

use super::{hub::Hub, outlet::Outlet};

/// A stream's place in the hub, given up when it is dropped.
#[derive(Debug)]
pub(super) struct Registration {
    hub: Arc<Hub>,
    pub(super) id: u64,
    pub(super) outlet: Arc<Outlet>,
}

impl Registration {
    pub(super) fn new(hub: &Arc<Hub>, id: u64, outlet: Arc<Outlet>) -> Self {
        Self {
            hub: Arc::clone(hub),
            id,
            outlet,
        }
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.hub.forget(self.id);
    }
}
