//! Settings in layers: built in, `settings.toml`, environment, command line. Each value knows which layer set it.

use crate::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};
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
}

/// All settings, each with its layer.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Folder of the catalogue; none means: look for one.
    pub catalogue: Setting<Option<PathBuf>>,
    /// The hub that this desk stands in; none means the catalogue's default.
    pub hub: Setting<Option<String>>,
    /// The print queue for slips; none means the system's default.
    pub printer: Setting<Option<String>>,
    /// Minutes without a key until the screen hides, 1 to 120.
    pub hide_after_minutes: Setting<u32>,
    /// Minutes without a key until what was hidden is erased, 1 to 240.
    pub erase_after_minutes: Setting<u32>,
    /// Digits to type before an ordinary visit comes back after hiding.
    pub pin: Setting<Option<String>>,
    /// Whether the terminal's mouse is the desk's.
    pub mouse: Setting<bool>,
    /// Where the settings file seems to name a catalogue that can't be read, "settings.toml:1:13"; a flag or a variable that names one makes up for it.
    pub unreadable_catalogue: Option<String>,
}

impl Settings {
    /// Returns the built-in settings.
    pub fn built_in() -> Self {
        Self {
            catalogue: Setting::built_in(None),
            hub: Setting::built_in(None),
            printer: Setting::built_in(None),
            hide_after_minutes: Setting::built_in(5),
            erase_after_minutes: Setting::built_in(15),
            pin: Setting::built_in(None),
            mouse: Setting::built_in(true),
            unreadable_catalogue: None,
        }
    }

    /// Returns all layers laid over each other, and what is wrong with the file, if something is: a broken file never keeps the desk from opening.
    pub fn load(config: &Path, overrides: &Overrides) -> (Self, Option<Error>) {
        let mut settings = Self::built_in();
        let path = config.join("settings.toml");
        let problem = match std::fs::read_to_string(&path) {
            Ok(text) => settings.lay_file(&path, &text),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
            Err(e) => {
                // Nobody knows which catalogue it names.
                settings.unreadable_catalogue = Some(path.display().to_string());
                Some(Error::io("read", &path, e))
            }
        };
        settings.lay_environment(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
        if let Some(path) = &overrides.catalogue {
            settings.catalogue = Setting { value: Some(path.clone()), from: Layer::Flag("--catalogue") };
        }
        if let Some(hub) = &overrides.hub {
            settings.hub = Setting { value: Some(hub.clone()), from: Layer::Flag("--hub") };
        }
        (settings, problem)
    }

    /// Takes every line of the file that can be read, and returns what is wrong with the first that can't.
    fn lay_file(&mut self, path: &Path, text: &str) -> Option<Error> {
        let (tree, errors) = DeTable::parse_recoverable(text);
        let mut wrong: Vec<(usize, String)> = errors
            .iter()
            .map(|e| (e.span().map_or(0, |span| span.start), e.message().trim_end_matches('.').to_owned()))
            .collect();
        let broken: Vec<usize> = wrong.iter().map(|(at, _)| line_of(text, *at)).collect();
        for (key, value) in tree.get_ref() {
            // What was guessed behind a mistake of writing is not what somebody wrote.
            let lines = line_of(text, key.span().start)..=line_of(text, value.span().end);
            if !broken.iter().any(|line| lines.contains(line))
                && let Err(what) = self.lay_value(path, key.get_ref(), value.get_ref())
            {
                let at = if what.starts_with("there is no setting") { key.span() } else { value.span() };
                wrong.push((at.start, what));
            }
        }
        wrong.sort();
        let hides = |at: &&(usize, String)| text.lines().nth(line_of(text, at.0) - 1).is_some_and(names_catalogue);
        self.unreadable_catalogue = wrong.iter().find(hides).map(|(at, _)| place(path, text, *at));
        let (at, what) = wrong.first()?;
        let more = match wrong.len() {
            1 => "Mend this line".to_owned(),
            2 => "Mend this line and one more".to_owned(),
            n => format!("Mend this line and {} more", n - 1),
        };
        let error = Error::input(format!("{}: {what}.", place(path, text, *at)));
        Some(error.hint(format!("{more}; until then what it sets is not set.")))
    }

    /// Takes one setting from the file.
    fn lay_value(&mut self, path: &Path, key: &str, value: &DeValue<'_>) -> std::result::Result<(), String> {
        let from = Layer::File(path.to_owned());
        let text = || match value {
            DeValue::String(text) => Ok(text.to_string()),
            _ => Err(format!("{key} must be a text in \"quotes\"")),
        };
        let minutes = |most: u32| {
            let number = match value {
                DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
                _ => None,
            };
            number
                .filter(|n| (1..=most).contains(n))
                .ok_or_else(|| format!("{key} must be a whole number from 1 to {most}"))
        };
        match key {
            "catalogue" => {
                // A relative path in a file means: beside that file, wherever the program was started.
                let folder = PathBuf::from(text()?);
                let folder = path.parent().map_or(folder.clone(), |parent| parent.join(&folder));
                self.catalogue = Setting { value: Some(folder), from };
            }
            "hub" => self.hub = Setting { value: Some(text()?), from },
            "printer" => self.printer = Setting { value: Some(text()?), from },
            "hide_after_minutes" => self.hide_after_minutes = Setting { value: minutes(120)?, from },
            "erase_after_minutes" => self.erase_after_minutes = Setting { value: minutes(240)?, from },
            "mouse" => {
                let DeValue::Boolean(mouse) = value else { return Err("mouse must be true or false".to_owned()) };
                self.mouse = Setting { value: *mouse, from };
            }
            "pin" => {
                let pin = text()?;
                if !(4..=8).contains(&pin.len()) || !pin.bytes().all(|b| b.is_ascii_digit()) {
                    return Err("pin must be 4 to 8 digits".to_owned());
                }
                self.pin = Setting { value: Some(pin), from };
            }
            _ => {
                let near = KEYS.iter().find(|known| strsim::damerau_levenshtein(key, known) <= 3);
                let near = near.map_or_else(String::new, |known| format!("; did you mean {known}?"));
                return Err(format!("there is no setting \"{}\"{near}", key.escape_default()));
            }
        }
        Ok(())
    }

    fn lay_environment(&mut self, get: impl Fn(&str) -> Option<String>) {
        let text = |name: &'static str| get(name).map(|v| (v, Layer::Environment(name)));
        if let Some((value, from)) = text("SIGNPOST_CATALOGUE") {
            self.catalogue = Setting { value: Some(PathBuf::from(value)), from };
        }
        if let Some((value, from)) = text("SIGNPOST_HUB") {
            self.hub = Setting { value: Some(value), from };
        }
        if let Some((value, from)) = text("SIGNPOST_PRINTER") {
            self.printer = Setting { value: Some(value), from };
        }
    }
}

/// All settings that the file can hold.
const KEYS: [&str; 7] = ["catalogue", "hub", "printer", "hide_after_minutes", "erase_after_minutes", "pin", "mouse"];

/// Returns the line, counted from 1, in which a byte of the text stands.
fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

/// Returns the place of a byte as people find it: "settings.toml:2:7".
fn place(path: &Path, text: &str, at: usize) -> String {
    let before = &text[..text.floor_char_boundary(at)];
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("{}:{}:{column}", path.display(), line_of(text, at))
}

/// Returns whether a line was meant to name the catalogue.
fn names_catalogue(line: &str) -> bool {
    let key: String =
        line.trim_start().trim_start_matches(['"', '\'']).chars().take_while(|c| c.is_alphabetic()).collect();
    let key = key.to_lowercase();
    key.starts_with("catal") || strsim::damerau_levenshtein(&key, "catalogue") <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_layers_win_and_say_so() {
        let mut settings = Settings::built_in();
        let text = "hub = \"a\"\nprinter = \"p\"\ncatalogue = \"cat\"";
        assert!(settings.lay_file(Path::new("/etc/s/settings.toml"), text).is_none());
        settings.lay_environment(|name| (name == "SIGNPOST_HUB").then(|| "b".to_owned()));
        assert_eq!(settings.hub.value.as_deref(), Some("b"));
        assert_eq!(settings.hub.from.to_string(), "SIGNPOST_HUB");
        assert_eq!(settings.printer.from.to_string(), "/etc/s/settings.toml");
        assert_eq!(settings.catalogue.value, Some(PathBuf::from("/etc/s/cat")));
        assert_eq!(settings.hide_after_minutes.from, Layer::BuiltIn);
        assert!(settings.mouse.value);
        assert!(settings.lay_file(Path::new("/etc/s/settings.toml"), "mouse = false").is_none());
        assert!(!settings.mouse.value);
    }

    #[test]
    fn a_broken_line_names_its_place_and_the_others_hold() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("settings.toml"), "hub = \"a\"\nhubb = 1\nprinter = desk\npin = 12\n").unwrap();
        let (settings, problem) = Settings::load(dir.path(), &Overrides::default());
        assert_eq!(
            (settings.hub.value.as_deref(), settings.printer.value, settings.pin.value),
            (Some("a"), None, None)
        );
        assert_eq!(settings.unreadable_catalogue, None);
        let said = problem.unwrap().to_string();
        assert!(said.contains("settings.toml:2:1: there is no setting \"hubb\"; did you mean hub?"), "{said}");
        assert!(said.contains("and 2 more"), "{said}");
        for bad in
            ["hide_after_minutes = 0", "erase_after_minutes = 500", "pin = \"12a4\"", "[hub]", "hub = 1", "mouse = 1"]
        {
            assert!(Settings::built_in().lay_file(Path::new("s.toml"), bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn a_catalogue_that_may_be_meant_is_no_missing_one() {
        for (text, place) in [
            ("catalogue = /x", Some("s.toml:1:13")),
            ("hub = \"a\"\ncatalouge = \"/x\"", Some("s.toml:2:1")),
            ("Catalogue: /x", Some("s.toml:1:")),
            ("catalogue = \"/x\"\ncatalogue = \"/y\"", Some("s.toml:2:1")),
            ("catalogue = \"/x\"\nhub = a", None),
            ("printer = desk", None),
        ] {
            let mut settings = Settings::built_in();
            settings.lay_file(Path::new("s.toml"), text);
            let found = settings.unreadable_catalogue;
            match place {
                Some(place) => assert!(found.as_ref().is_some_and(|f| f.starts_with(place)), "{text}: {found:?}"),
                None => assert_eq!(found, None, "{text}"),
            }
        }
    }
}
