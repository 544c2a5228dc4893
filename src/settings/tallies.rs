//! What is published of tallies: stricter than usual, never less strict.

use super::{Layer, Setting};

/// How small a published count may be, within bounds that keep the protection whole.
#[derive(Debug, Clone)]
pub struct Tallies {
    /// Counts from 1 to this are hidden, 7 to 20.
    pub hide_up_to: Setting<u64>,
    /// Others are rounded to a multiple of this, 5 to 10.
    pub round_to: Setting<u64>,
    /// What stands in the place of a hidden count: 1 to 5 characters that are no number.
    pub symbol: Setting<String>,
}

impl Tallies {
    /// Returns the built-in settings.
    pub fn built_in() -> Self {
        Self {
            hide_up_to: Setting::built_in(7),
            round_to: Setting::built_in(5),
            symbol: Setting::built_in("[c]".to_owned()),
        }
    }

    /// Takes the least count that is shown.
    pub fn lay_hide_up_to(&mut self, number: Option<u64>, from: Layer) -> Result<(), String> {
        let value = number.filter(|number| (7..=20).contains(number));
        let value = value.ok_or("tally_hide_up_to must be a whole number from 7 to 20")?;
        self.hide_up_to = Setting { value, from };
        Ok(())
    }

    /// Takes what counts are rounded to.
    pub fn lay_round_to(&mut self, number: Option<u64>, from: Layer) -> Result<(), String> {
        let value = number.filter(|number| (5..=10).contains(number));
        let value = value.ok_or("tally_round_to must be a whole number from 5 to 10")?;
        self.round_to = Setting { value, from };
        Ok(())
    }

    /// Takes the symbol. One that reads as a number or begins a formula of a spreadsheet is refused.
    pub fn lay_symbol(&mut self, value: String, from: Layer) -> Result<(), String> {
        let plain = |c: char| c.is_ascii_alphabetic() || "[]()*.:#".contains(c);
        if !(1..=5).contains(&value.len()) || !value.chars().all(plain) {
            return Err("tally_symbol must be 1 to 5 letters, brackets, stops or stars, such as [c] or *".to_owned());
        }
        self.symbol = Setting { value, from };
        Ok(())
    }
}
