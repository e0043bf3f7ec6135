//! How many uploads one person has under way at once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::domain::{PersonId, Problem};

/// How many it may be: what arrives counts for nobody's quota before it is there.
const EACH: usize = 4;
/// When it is worth another try, in seconds.
const WAIT: u64 = 10;

/// Who has how many under way.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<HashMap<PersonId, usize>>);

/// One upload under way, until it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    turns: Arc<Turns>,
    who: PersonId,
}

impl Turns {
    /// Begins one.
    pub(super) fn take(this: &Arc<Self>, who: PersonId) -> Result<Turn, Problem> {
        let mut counts = this.counts();
        let count = counts.entry(who).or_default();
        if *count >= EACH {
            return Err(Problem::TooMany { seconds: WAIT });
        }
        *count += 1;
        drop(counts);
        Ok(Turn {
            turns: Arc::clone(this),
            who,
        })
    }

    /// Nothing panics while it is held.
    fn counts(&self) -> MutexGuard<'_, HashMap<PersonId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut counts = self.turns.counts();
        if let Some(count) = counts.get_mut(&self.who) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.who);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_their_own_turns_and_gives_them_back() {
        let turns = Arc::new(Turns::default());
        let (ada, bob) = (PersonId(1), PersonId(2));
        let mut taken: Vec<_> = (0..EACH)
            .map(|_| Turns::take(&turns, ada).unwrap())
            .collect();
        assert!(Turns::take(&turns, ada).is_err());
        assert!(Turns::take(&turns, bob).is_ok());
        taken.pop();
        assert!(Turns::take(&turns, ada).is_ok());
        taken.clear();
        assert!(turns.counts().is_empty());
    }
}
