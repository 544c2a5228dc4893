//! Going to a choice by the letters that it starts with.

use std::time::Duration;

/// Time after which a letter begins another word.
const PAUSE: Duration = Duration::from_secs(1);

/// Letters that were typed quickly one after the other, and when the last of them was.
#[derive(Debug, Clone, Default)]
pub struct Jump {
    typed: String,
    last: Duration,
}

impl Jump {
    /// Returns the place of the choice that starts with this letter and those typed just before it, else of the next one from `now` that starts with this letter alone.
    pub fn to(&mut self, letter: char, at: Duration, choices: &[&str], now: usize) -> Option<usize> {
        if at.saturating_sub(self.last) > PAUSE {
            self.typed.clear();
        }
        self.last = at;
        let low = letter.to_lowercase().to_string();
        let longer = format!("{}{low}", self.typed);
        let count = choices.len();
        let next = |from: usize, start: &str| {
            let mut places = (from..from + count).map(|step| (now + step) % count);
            places.find(|place| choices[*place].to_lowercase().starts_with(start))
        };
        // The choice that is there may go on to fit a word that grows; a single letter always goes on to the next.
        let grown = next(0, &longer).filter(|_| longer != low);
        let found = grown.or_else(|| next(1, &low).filter(|_| self.typed.chars().count() < 2))?;
        self.typed = if grown.is_some() { longer } else { low };
        Some(found)
    }

    /// Forgets the letters: what comes next is about something else.
    pub fn forget(&mut self) {
        self.typed.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_typed_quickly_are_one_word() {
        let all = ["not asked", "Albanian", "Amharic", "Arabic", "Polish", "Portuguese"];
        let (mut jump, mut at, mut now) = (Jump::default(), Duration::ZERO, 0);
        let mut typed = |letters: &str, pause: Duration| {
            at += pause;
            for letter in letters.chars() {
                now = jump.to(letter, at, &all, now).unwrap_or(now);
            }
            all[now]
        };
        assert_eq!(typed("Por", Duration::ZERO), "Portuguese");
        assert_eq!(typed("x", Duration::ZERO), "Portuguese", "the longest match stays");
        assert_eq!(typed("po", 2 * PAUSE), "Polish");
        assert_eq!(typed("a", 2 * PAUSE), "Albanian");
        assert_eq!(typed("a", 2 * PAUSE), "Amharic", "one letter goes on to the next");
        assert_eq!(typed("a", Duration::ZERO), "Arabic", "quickly too");
        assert_eq!(typed("n", Duration::ZERO), "not asked", "a letter that fits nothing so far begins another word");
        assert_eq!(Jump::default().to('a', at, &[], 0), None);
        jump.forget();
        assert_eq!(jump.to('o', at, &all, 0), None);
    }
}
