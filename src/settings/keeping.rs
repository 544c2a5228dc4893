//! What this desk keeps, for how long, and who alone can read what leaves it.

use super::{Layer, Setting};
use toml::de::DeValue;

/// What is kept, from every layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keeping {
    /// Whole months before this one whose enquiries are kept, 3 to 84.
    pub rows_months: Setting<u32>,
    /// Whether the log offers to note ethnicity.
    pub ask_ethnicity: Setting<bool>,
    /// Whether words of the general list are counted when nothing was found for them.
    pub count_unfound_words: Setting<bool>,
    /// The public key of the locality's lead. A text that is no key stands here too: who meant to encrypt must not go on without.
    pub tally_key: Setting<Option<String>>,
}

impl Keeping {
    /// Returns what holds when nobody says anything.
    pub fn built_in() -> Self {
        Self {
            rows_months: Setting::built_in(13),
            ask_ethnicity: Setting::built_in(false),
            count_unfound_words: Setting::built_in(false),
            tally_key: Setting::built_in(None),
        }
    }

    /// Takes one setting from the file; returns whether it is one of these.
    pub(super) fn lay(&mut self, key: &str, value: &DeValue<'_>, from: &Layer) -> Result<bool, String> {
        let from = from.clone();
        let switch = || match value {
            DeValue::Boolean(on) => Ok(*on),
            _ => Err(format!("{key} must be true or false")),
        };
        match key {
            "keep_rows_months" => {
                let number = match value {
                    DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
                    _ => None,
                };
                let value = number.filter(|months| (3..=84).contains(months));
                let value = value.ok_or("keep_rows_months must be a whole number from 3 to 84")?;
                self.rows_months = Setting { value, from };
            }
            "ask_ethnicity" => self.ask_ethnicity = Setting { value: switch()?, from },
            "count_unfound_words" => self.count_unfound_words = Setting { value: switch()?, from },
            "tally_key" => {
                let text = match value {
                    DeValue::String(text) => text.to_string(),
                    _ => String::new(),
                };
                self.lay_key(&text, from, "tally_key")?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Takes the key, and says what is wrong with its form. What is no public key is not kept, and shown nowhere.
    pub(super) fn lay_key(&mut self, text: &str, from: Layer, name: &str) -> Result<(), String> {
        let text = text.trim();
        let secret = text.to_ascii_uppercase().contains("AGE-SECRET-KEY");
        let is_key = text.starts_with("age1") && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        self.tally_key = Setting { value: Some(if is_key { text.to_owned() } else { String::new() }), from };
        if secret {
            return Err(format!(
                "{name} holds a secret key; put the public one there, age1..., and make a new pair of keys"
            ));
        }
        if is_key { Ok(()) } else { Err(format!("{name} must be the age public key of the lead, age1...")) }
    }

    /// Returns each setting as it is written, with its layer.
    pub(super) fn list(&self) -> [(&'static str, String, &Layer); 4] {
        let key = match self.tally_key.value.as_deref() {
            None => "(none)".to_owned(),
            Some("") => "(no key)".to_owned(),
            Some(key) => format!("\"{key}\""),
        };
        [
            ("keep_rows_months", self.rows_months.value.to_string(), &self.rows_months.from),
            ("ask_ethnicity", self.ask_ethnicity.value.to_string(), &self.ask_ethnicity.from),
            ("count_unfound_words", self.count_unfound_words.value.to_string(), &self.count_unfound_words.from),
            ("tally_key", key, &self.tally_key.from),
        ]
    }
}
