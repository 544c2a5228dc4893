//! Settings in layers: built in, `settings.toml`, environment, command line. Each value knows which layer set it.

mod address;
mod edit;
mod environment;
mod keeping;
mod origin;
mod printers;
mod tallies;

use crate::error::Error;
use crate::paths;
use crate::text::{self, line_of, place};
pub use address::{Address, Paper};
pub use edit::write;
pub use keeping::Keeping;
pub use origin::Origin;
pub use printers::{Destination, Printers};
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use strum::{EnumIter, EnumString, IntoStaticStr, VariantNames};
pub use tallies::Tallies;
use toml::de::{DeTable, DeValue};

/// The layer that a value came from, lowest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layer {
    /// Built into the program.
    BuiltIn,
    /// The settings file at this path.
    File(PathBuf),
    /// This environment variable.
    Environment(&'static str),
    /// This flag.
    Flag(&'static str),
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("built in"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Environment(name) => f.write_str(name),
            Self::Flag(name) => f.write_str(name),
        }
    }
}

/// A value and who set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// The layer.
    pub from: Layer,
}

impl<T> Setting<T> {
    fn built_in(value: T) -> Self {
        Self { value, from: Layer::BuiltIn }
    }
}

/// What the command line and the environment say.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// `--catalogue`
    pub catalogue: Option<PathBuf>,
    /// `--hub`
    pub hub: Option<String>,
    /// `--keymap`
    pub keymap: Option<KeymapName>,
    /// `--theme`
    pub theme: Option<ThemeName>,
}

/// A keymap inside the program, over which a user's own keys lie.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, EnumIter, EnumString, IntoStaticStr, VariantNames, strum::Display,
)]
#[strum(serialize_all = "kebab-case")]
pub enum KeymapName {
    /// Letters always type; actions sit on function keys.
    #[default]
    Default,
    /// Letters type in boxes only; elsewhere they move and act.
    Vim,
    /// No key needs another one held down.
    OneHanded,
}

/// A look of the screen.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, EnumIter, EnumString, IntoStaticStr, VariantNames, strum::Display,
)]
#[strum(serialize_all = "kebab-case")]
pub enum ThemeName {
    /// Colours with a contrast of at least 4.5 to 1.
    #[default]
    Default,
    /// Few colours, with a contrast of at least 7 to 1.
    HighContrast,
    /// No colours and no lines: what the terminal itself uses, and words.
    Plain,
}

/// All settings, each with its layer.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the catalogue comes from; none means: look for one.
    pub catalogue: Setting<Option<Origin>>,
    /// The branch of a catalogue that is fetched; none means the remote's main one.
    pub catalogue_branch: Setting<Option<String>>,
    /// A file of those whose signature a fetched catalogue needs; none means that it needs none.
    pub catalogue_signers: Setting<Option<PathBuf>>,
    /// Minutes between two fetches, 1 to 1440.
    pub fetch_every_minutes: Setting<u32>,
    /// The hub that this desk stands in; none means the catalogue's default.
    pub hub: Setting<Option<String>>,
    /// Where slips go.
    pub printers: Printers,
    /// Minutes without a key until the screen hides, 1 to 120.
    pub hide_after_minutes: Setting<u32>,
    /// Minutes without a key until what was hidden is erased, 1 to 240.
    pub erase_after_minutes: Setting<u32>,
    /// Digits to type before an ordinary visit comes back after hiding.
    pub pin: Setting<Option<String>>,
    /// What is kept, for how long, and who alone can read what leaves this desk.
    pub keeping: Keeping,
    /// The keymap over which the user's own keys lie.
    pub keymap: Setting<KeymapName>,
    /// The look of the screen.
    pub theme: Setting<ThemeName>,
    /// Whether the terminal's mouse is the desk's.
    pub mouse: Setting<bool>,
    /// What is published of tallies.
    pub tallies: Tallies,
    /// Where the settings file seems to name a catalogue that can't be read, "settings.toml:1:13"; a flag or a variable that names one makes up for it.
    pub unreadable_catalogue: Option<String>,
}

impl Settings {
    /// Returns the built-in settings.
    pub fn built_in() -> Self {
        Self {
            catalogue: Setting::built_in(None),
            catalogue_branch: Setting::built_in(None),
            catalogue_signers: Setting::built_in(None),
            fetch_every_minutes: Setting::built_in(15),
            hub: Setting::built_in(None),
            printers: Printers::built_in(),
            hide_after_minutes: Setting::built_in(5),
            erase_after_minutes: Setting::built_in(15),
            pin: Setting::built_in(None),
            keeping: Keeping::built_in(),
            keymap: Setting::built_in(KeymapName::default()),
            theme: Setting::built_in(ThemeName::default()),
            mouse: Setting::built_in(true),
            tallies: Tallies::built_in(),
            unreadable_catalogue: None,
        }
    }

    /// Returns every setting as it is written, with its layer. Digits of the PIN are nobody's business.
    pub fn list(&self) -> Vec<(&'static str, String, &Layer)> {
        let or = |value: Option<String>, otherwise: &str| value.unwrap_or_else(|| format!("({otherwise})"));
        let quoted = |text: &String| format!("\"{text}\"");
        let origin = self.catalogue.value.as_ref().map(|origin| quoted(&origin.to_string()));
        let signers = self.catalogue_signers.value.as_ref().map(|path| quoted(&path.display().to_string()));
        let pin = self.pin.value.as_ref().map(|_| "(set)".to_owned());
        let printer = self.printers.printer.value.as_ref().map(|printer| quoted(&printer.to_string()));
        let paper = self.printers.paper.value.map(|paper| quoted(&paper.to_string()));
        let mut list = vec![
            ("catalogue", or(origin, "looked for"), &self.catalogue.from),
            (
                "catalogue_branch",
                or(self.catalogue_branch.value.as_ref().map(quoted), "the remote's main one"),
                &self.catalogue_branch.from,
            ),
            ("catalogue_signers", or(signers, "signatures are not asked for"), &self.catalogue_signers.from),
            ("fetch_every_minutes", self.fetch_every_minutes.value.to_string(), &self.fetch_every_minutes.from),
            ("hub", or(self.hub.value.as_ref().map(quoted), "the catalogue's default"), &self.hub.from),
            ("printer", or(printer, "the system's own"), &self.printers.printer.from),
            ("paper", or(paper, "as the printer"), &self.printers.paper.from),
            ("printers", or(self.printers.of_hubs_in_words(), "none"), self.printers.from()),
            ("hide_after_minutes", self.hide_after_minutes.value.to_string(), &self.hide_after_minutes.from),
            ("erase_after_minutes", self.erase_after_minutes.value.to_string(), &self.erase_after_minutes.from),
            ("pin", or(pin, "none"), &self.pin.from),
        ];
        list.extend(self.keeping.list());
        list.extend([
            ("keymap", quoted(&self.keymap.value.to_string()), &self.keymap.from),
            ("theme", quoted(&self.theme.value.to_string()), &self.theme.from),
            ("mouse", self.mouse.value.to_string(), &self.mouse.from),
            ("tally_hide_up_to", self.tallies.hide_up_to.value.to_string(), &self.tallies.hide_up_to.from),
            ("tally_round_to", self.tallies.round_to.value.to_string(), &self.tallies.round_to.from),
            ("tally_symbol", quoted(&self.tallies.symbol.value), &self.tallies.symbol.from),
        ]);
        list
    }

    /// Returns all layers laid over each other, and what is wrong with them: nothing of it keeps the desk from opening.
    pub fn load(config: &Path, overrides: &Overrides) -> (Self, Vec<Error>) {
        let mut settings = Self::built_in();
        let path = config.join("settings.toml");
        let problem = match paths::read_short(&path) {
            Ok(Some(text)) => settings.lay_file(&path, &text),
            Ok(None) => None,
            Err(problem) => {
                // Nobody knows which catalogue it names, nor whether backups are to be encrypted.
                settings.unreadable_catalogue = Some(path.display().to_string());
                settings.keeping.tally_key = Setting { value: Some(String::new()), from: Layer::File(path.clone()) };
                Some(problem)
            }
        };
        let mut problems: Vec<Error> = problem.into_iter().collect();
        problems.extend(settings.lay_environment(|name| std::env::var(name).ok().filter(|v| !v.is_empty())));
        if let Some(path) = &overrides.catalogue {
            settings.catalogue = Setting { value: Some(Origin::of(path, None)), from: Layer::Flag("--catalogue") };
        }
        if let Some(hub) = &overrides.hub {
            settings.hub = Setting { value: Some(hub.clone()), from: Layer::Flag("--hub") };
        }
        if let Some(value) = overrides.keymap {
            settings.keymap = Setting { value, from: Layer::Flag("--keymap") };
        }
        if let Some(value) = overrides.theme {
            settings.theme = Setting { value, from: Layer::Flag("--theme") };
        }
        problems.extend(settings.reconcile());
        (settings, problems)
    }

    /// Brings the two times into an order that can be kept. What was to be erased after so long must not stand on the screen for longer, so the shorter time holds for both.
    fn reconcile(&mut self) -> Option<Error> {
        let (hide, erase) = (self.hide_after_minutes.value, self.erase_after_minutes.value);
        if erase >= hide {
            return None;
        }
        let from = [&self.erase_after_minutes.from, &self.hide_after_minutes.from].map(ToString::to_string);
        self.hide_after_minutes = self.erase_after_minutes.clone();
        let what = format!(
            "erase_after_minutes ({erase}, {}) is less than hide_after_minutes ({hide}, {}).",
            from[0], from[1]
        );
        let hint = format!(
            "Give erase_after_minutes the larger number; until then the screen is hidden and erased after {erase} minutes."
        );
        Some(Error::input(what).hint(hint))
    }

    /// Lays a file's text over the settings: takes every line that can be read, and returns what is wrong with the first that can't.
    pub fn lay_file(&mut self, path: &Path, text: &str) -> Option<Error> {
        let (tree, errors) = DeTable::parse_recoverable(text);
        let mut wrong: Vec<(usize, String)> = errors
            .iter()
            .map(|e| (e.span().map_or(0, |span| span.start), e.message().trim_end_matches('.').to_owned()))
            .collect();
        let broken: Vec<usize> = wrong.iter().map(|(at, _)| line_of(text, *at)).collect();
        for (key, value) in tree.get_ref() {
            // What was guessed behind a mistake of writing is not what somebody wrote.
            let lines = line_of(text, key.span().start)..=line_of(text, value.span().end);
            if broken.iter().any(|line| lines.contains(line)) {
                continue;
            }
            if key.get_ref() == "printers" {
                wrong.extend(self.printers.lay_hubs(path, value));
            } else if let Err(what) = self.lay_value(path, key.get_ref(), value.get_ref()) {
                let at = if what.starts_with("there is no setting") { key.span() } else { value.span() };
                wrong.push((at.start, what));
            }
        }
        wrong.sort();
        if wrong.iter().any(|(at, _)| names(text, *at, "tally_key")) && self.keeping.tally_key.value.is_none() {
            self.keeping.tally_key = Setting { value: Some(String::new()), from: Layer::File(path.to_owned()) };
        }
        let hides = |at: &&(usize, String)| text.lines().nth(line_of(text, at.0) - 1).is_some_and(names_catalogue);
        self.unreadable_catalogue = wrong.iter().find(hides).map(|(at, _)| place(path.display(), text, *at));
        let (at, what) = wrong.first()?;
        let more = match wrong.len() {
            1 => "Mend this line".to_owned(),
            2 => "Mend this line and one more".to_owned(),
            n => format!("Mend this line and {} more", n - 1),
        };
        let stop = if what.ends_with('?') { "" } else { "." };
        let error = Error::input(format!("{}: {what}{stop}", place(path.display(), text, *at)));
        Some(error.hint(format!("{more}; until then what it sets is not set.")))
    }

    /// Takes one setting from the file.
    fn lay_value(&mut self, path: &Path, key: &str, value: &DeValue<'_>) -> std::result::Result<(), String> {
        let from = Layer::File(path.to_owned());
        let text = || match value {
            DeValue::String(text) => Ok(text.to_string()),
            _ => Err(format!("{key} must be a text in \"quotes\"")),
        };
        let number = || match value {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        let minutes = |most: u32| {
            number()
                .filter(|n| (1..=most).contains(n))
                .ok_or_else(|| format!("{key} must be a whole number from 1 to {most}"))
        };
        if self.keeping.lay(key, value, &from)? {
            return Ok(());
        }
        match key {
            "catalogue" => {
                // A relative path in a file means: beside that file, wherever the program was started.
                self.catalogue = Setting { value: Some(Origin::of(Path::new(&text()?), path.parent())), from };
            }
            "catalogue_branch" => self.catalogue_branch = Setting { value: Some(text()?), from },
            "catalogue_signers" => {
                let list = PathBuf::from(text()?);
                let list = path.parent().map_or(list.clone(), |parent| parent.join(&list));
                self.catalogue_signers = Setting { value: Some(list), from };
            }
            "fetch_every_minutes" => self.fetch_every_minutes = Setting { value: minutes(1440)?, from },
            "hub" => self.hub = Setting { value: Some(text()?), from },
            "printer" => self.printers.printer = Setting { value: Some(text()?.parse()?), from },
            "paper" => self.printers.paper = Setting { value: Some(one_of(key, &text()?)?), from },
            "hide_after_minutes" => self.hide_after_minutes = Setting { value: minutes(120)?, from },
            "erase_after_minutes" => self.erase_after_minutes = Setting { value: minutes(240)?, from },
            "mouse" => {
                let DeValue::Boolean(mouse) = value else { return Err("mouse must be true or false".to_owned()) };
                self.mouse = Setting { value: *mouse, from };
            }
            "tally_hide_up_to" => self.tallies.lay_hide_up_to(number().map(u64::from), from)?,
            "tally_round_to" => self.tallies.lay_round_to(number().map(u64::from), from)?,
            "tally_symbol" => self.tallies.lay_symbol(text()?, from)?,
            "pin" => {
                let pin = text()?;
                if !(4..=8).contains(&pin.len()) || !pin.bytes().all(|b| b.is_ascii_digit()) {
                    return Err("pin must be 4 to 8 digits".to_owned());
                }
                self.pin = Setting { value: Some(pin), from };
            }
            "keymap" => self.keymap = Setting { value: one_of(key, &text()?)?, from },
            "theme" => self.theme = Setting { value: one_of(key, &text()?)?, from },
            _ => {
                let near = KEYS.iter().find(|known| strsim::damerau_levenshtein(key, known) <= 3);
                let near = near.map_or_else(String::new, |known| format!("; did you mean {known}?"));
                return Err(format!("there is no setting \"{}\"{near}", key.escape_default()));
            }
        }
        Ok(())
    }
}

/// Returns the value with this name, or says which there are and which was probably meant.
fn one_of<T: FromStr + VariantNames>(key: &str, name: &str) -> std::result::Result<T, String> {
    name.parse().map_err(|_| {
        let near = text::nearest(name, T::VARIANTS.iter().copied());
        let near = near.map_or_else(String::new, |near| format!("; did you mean {near}?"));
        format!("{key} must be one of {}, not \"{}\"{near}", T::VARIANTS.join(", "), name.escape_default())
    })
}

/// All settings that the file can hold.
const KEYS: [&str; 21] = [
    "catalogue",
    "catalogue_branch",
    "catalogue_signers",
    "fetch_every_minutes",
    "hub",
    "printer",
    "paper",
    "printers",
    "hide_after_minutes",
    "erase_after_minutes",
    "pin",
    "keep_rows_months",
    "ask_ethnicity",
    "count_unfound_words",
    "tally_key",
    "keymap",
    "theme",
    "mouse",
    "tally_hide_up_to",
    "tally_round_to",
    "tally_symbol",
];

/// Returns whether the line of a place was meant to set something.
fn names(text: &str, at: usize, key: &str) -> bool {
    let line = text.lines().nth(line_of(text, at) - 1).unwrap_or_default();
    let name: String = line.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    strsim::damerau_levenshtein(&name.to_lowercase(), key) <= 2
}

/// Returns whether a line was meant to name the catalogue.
fn names_catalogue(line: &str) -> bool {
    let key: String =
        line.trim_start().trim_start_matches(['"', '\'']).chars().take_while(|c| c.is_alphabetic()).collect();
    let key = key.to_lowercase();
    key.starts_with("catal") || strsim::damerau_levenshtein(&key, "catalogue") <= 3
}

#[cfg(test)]
mod tests;
