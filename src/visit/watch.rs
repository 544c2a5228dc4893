//! When a visit leaves the screen: by the hide key, or because nobody touched a key for a while. Times are passed in, so that it can be tested without waiting.

use std::time::Duration;

/// How long nobody may touch a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// Until the screen hides.
    pub hide_after: Duration,
    /// Until what was hidden is erased.
    pub erase_after: Duration,
}

/// What has to happen now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing.
    Stay,
    /// Show the idle screen and keep the visit behind it.
    Veil,
    /// Show the idle screen and erase the visit.
    VeilAndErase,
    /// Erase the visit behind the idle screen.
    Erase,
}

/// Watches the time since the last key. Moments are durations since the desk opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watch {
    times: Times,
    last: Duration,
    /// Time since the last key that the clock of the moments did not count, because the machine slept.
    asleep: Duration,
    veiled: bool,
}

impl Watch {
    /// Returns a watch over an open screen.
    pub fn new(times: Times, at: Duration) -> Self {
        Self { times, last: at, asleep: Duration::ZERO, veiled: false }
    }

    /// Returns whether the idle screen is up.
    pub fn is_veiled(&self) -> bool {
        self.veiled
    }

    /// Tells that a key was pressed. Behind the idle screen keys don't count: a wrong PIN must not keep a visit alive.
    pub fn key(&mut self, at: Duration) {
        if !self.veiled {
            self.touched(at);
        }
    }

    fn touched(&mut self, at: Duration) {
        self.last = self.last.max(at);
        self.asleep = Duration::ZERO;
    }

    fn idle(&self, at: Duration) -> Duration {
        at.saturating_sub(self.last) + self.asleep
    }

    /// Hides the screen by hand.
    pub fn hide(&mut self, at: Duration, sensitive: bool) -> Step {
        if self.veiled {
            return Step::Stay;
        }
        self.touched(at);
        self.veiled = true;
        if sensitive { Step::VeilAndErase } else { Step::Veil }
    }

    /// Tells that the machine slept for so long. Nobody knows who looks at the screen now, so it hides whatever the time; what was left for too long is erased as if it had stayed awake.
    pub fn slept(&mut self, by: Duration, at: Duration, sensitive: bool, holds: bool) -> Step {
        self.asleep = self.asleep.saturating_add(by);
        if self.veiled {
            return self.pass(at, sensitive, holds);
        }
        self.veiled = true;
        if sensitive || self.idle(at) >= self.times.erase_after { Step::VeilAndErase } else { Step::Veil }
    }

    /// Takes the idle screen away.
    pub fn open(&mut self, at: Duration) {
        self.veiled = false;
        self.touched(at);
    }

    /// Looks at the time. `holds` says whether there is anything of a visit to erase.
    pub fn pass(&mut self, at: Duration, sensitive: bool, holds: bool) -> Step {
        let idle = self.idle(at);
        let erase = idle >= self.times.erase_after;
        if self.veiled {
            return if holds && (erase || sensitive) { Step::Erase } else { Step::Stay };
        }
        if idle < self.times.hide_after {
            return Step::Stay;
        }
        self.veiled = true;
        if erase || sensitive { Step::VeilAndErase } else { Step::Veil }
    }

    /// Returns the moment at which [`Watch::pass`] has something to do next.
    pub fn deadline(&self, holds: bool) -> Option<Duration> {
        let after = |time: Duration| Some(self.last + time.saturating_sub(self.asleep));
        match (self.veiled, holds) {
            (false, _) => after(self.times.hide_after),
            (true, true) => after(self.times.erase_after),
            (true, false) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn watch() -> Watch {
        Watch::new(Times { hide_after: 5 * MINUTE, erase_after: 15 * MINUTE }, Duration::ZERO)
    }

    #[test]
    fn an_ordinary_visit_is_veiled_and_later_erased() {
        let mut watch = watch();
        assert_eq!(watch.deadline(true), Some(5 * MINUTE));
        assert_eq!(watch.pass(4 * MINUTE, false, true), Step::Stay);
        assert_eq!(watch.pass(5 * MINUTE, false, true), Step::Veil);
        assert_eq!(watch.deadline(true), Some(15 * MINUTE));
        watch.key(14 * MINUTE);
        assert_eq!(watch.pass(15 * MINUTE, false, true), Step::Erase);
        assert_eq!(watch.deadline(false), None);
    }

    #[test]
    fn a_sensitive_visit_is_erased_with_the_veil() {
        assert_eq!(watch().hide(MINUTE, true), Step::VeilAndErase);
        assert_eq!(watch().pass(5 * MINUTE, true, true), Step::VeilAndErase);
    }

    #[test]
    fn a_machine_that_slept_too_long_erases_and_a_nap_only_hides() {
        assert_eq!(watch().slept(600 * MINUTE, MINUTE, false, true), Step::VeilAndErase);
        // Three minutes awake and thirteen asleep are sixteen.
        assert_eq!(watch().slept(13 * MINUTE, 3 * MINUTE, false, true), Step::VeilAndErase);
        assert_eq!(watch().slept(2 * MINUTE, MINUTE, true, true), Step::VeilAndErase);
        let mut watch = watch();
        assert_eq!(watch.slept(2 * MINUTE, MINUTE, false, true), Step::Veil);
        assert_eq!(watch.deadline(true), Some(13 * MINUTE), "what was slept counts");
        assert_eq!(watch.slept(600 * MINUTE, 2 * MINUTE, false, true), Step::Erase);
        watch.open(3 * MINUTE);
        assert_eq!(watch.deadline(true), Some(8 * MINUTE), "a key starts anew");
    }

    proptest! {
        /// Whatever happens in whatever order, a sensitive visit never stays behind the veil, and nothing stays past the second time.
        #[test]
        fn nothing_sensitive_stays_behind_the_veil(steps in prop::collection::vec((0u32..5, 0u64..1200, any::<bool>()), 1..60)) {
            let mut watch = watch();
            let (mut at, mut holds, mut sensitive) = (Duration::ZERO, false, false);
            for (what, seconds, turns) in steps {
                let time = Duration::from_secs(seconds);
                // Asleep, only the wall clock goes on.
                at += if what == 4 { Duration::ZERO } else { time };
                let step = match what {
                    0 => watch.hide(at, sensitive),
                    1 => { let step = watch.pass(at, sensitive, holds); if step == Step::Stay && !watch.is_veiled() { watch.key(at); holds = true; sensitive |= turns; } step }
                    2 => { watch.open(at); Step::Stay }
                    4 => watch.slept(time, at, sensitive, holds),
                    _ => watch.pass(at, sensitive, holds),
                };
                if matches!(step, Step::Erase | Step::VeilAndErase) {
                    holds = false;
                    sensitive = false;
                }
                prop_assert!(!(watch.is_veiled() && sensitive));
                if step != Step::Stay || what >= 3 {
                    prop_assert!(!(watch.is_veiled() && holds && watch.idle(at) >= watch.times.erase_after));
                }
            }
        }
    }
}
