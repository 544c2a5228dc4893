//! Settings in layers: built in, `settings.toml`, environment, command line. Each value knows which layer set it.

use crate::error::{Error, Result};
use serde::Deserialize;
use std::fmt;
use std::path::{Path, PathBuf};

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

/// `settings.toml`, every field optional.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    catalogue: Option<PathBuf>,
    hub: Option<String>,
    printer: Option<String>,
    hide_after_minutes: Option<u32>,
    erase_after_minutes: Option<u32>,
    pin: Option<String>,
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
        }
    }

    /// Returns all layers laid over each other, and what is wrong with the file, if something is: a broken file never keeps the desk from opening.
    pub fn load(config: &Path, overrides: &Overrides) -> (Self, Option<Error>) {
        let mut settings = Self::built_in();
        let path = config.join("settings.toml");
        let problem = match std::fs::read_to_string(&path) {
            Ok(text) => settings.lay_file(&path, &text).err(),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
            Err(e) => Some(Error::io("read", &path, e)),
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

    fn lay_file(&mut self, path: &Path, text: &str) -> Result<()> {
        let file: File = toml::from_str(text).map_err(|e| {
            let before = &text[..e.span().map_or(0, |s| s.start.min(text.len()))];
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            let what = format!("{}:{line}:{column}: {}.", path.display(), e.message().trim_end_matches('.'));
            Error::input(what).hint("Mend the settings file; until then the built-in settings hold.")
        })?;
        let in_range = |name: &str, value: u32, most: u32| {
            if (1..=most).contains(&value) {
                Ok(())
            } else {
                Err(Error::input(format!("{}: {name} is {value}, but must be from 1 to {most}.", path.display()))
                    .hint("Mend the settings file; until then the built-in settings hold."))
            }
        };
        in_range("hide_after_minutes", file.hide_after_minutes.unwrap_or(1), 120)?;
        in_range("erase_after_minutes", file.erase_after_minutes.unwrap_or(1), 240)?;
        if file.pin.as_ref().is_some_and(|p| !(4..=8).contains(&p.len()) || !p.bytes().all(|b| b.is_ascii_digit())) {
            return Err(Error::input(format!("{}: pin must be 4 to 8 digits.", path.display()))
                .hint("Mend the settings file; until then there is no PIN."));
        }
        let from = Layer::File(path.to_owned());
        // A relative path in a file means: beside that file, wherever the program was started.
        if let Some(folder) = file.catalogue {
            let folder = path.parent().map_or(folder.clone(), |parent| parent.join(&folder));
            self.catalogue = Setting { value: Some(folder), from: from.clone() };
        }
        lay(&mut self.hub, file.hub.map(Some), &from);
        lay(&mut self.printer, file.printer.map(Some), &from);
        lay(&mut self.hide_after_minutes, file.hide_after_minutes, &from);
        lay(&mut self.erase_after_minutes, file.erase_after_minutes, &from);
        lay(&mut self.pin, file.pin.map(Some), &from);
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

fn lay<T>(setting: &mut Setting<T>, value: Option<T>, from: &Layer) {
    if let Some(value) = value {
        *setting = Setting { value, from: from.clone() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_layers_win_and_say_so() {
        let mut settings = Settings::built_in();
        settings
            .lay_file(Path::new("/etc/s/settings.toml"), "hub = \"a\"\nprinter = \"p\"\ncatalogue = \"cat\"")
            .unwrap();
        settings.lay_environment(|name| (name == "SIGNPOST_HUB").then(|| "b".to_owned()));
        assert_eq!(settings.hub.value.as_deref(), Some("b"));
        assert_eq!(settings.hub.from.to_string(), "SIGNPOST_HUB");
        assert_eq!(settings.printer.from.to_string(), "/etc/s/settings.toml");
        assert_eq!(settings.catalogue.value, Some(PathBuf::from("/etc/s/cat")));
        assert_eq!(settings.hide_after_minutes.from, Layer::BuiltIn);
    }

    #[test]
    fn a_broken_file_names_its_place_and_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("settings.toml"), "hub = \"a\"\nhubb = 1\n").unwrap();
        let (settings, problem) = Settings::load(dir.path(), &Overrides::default());
        assert_eq!(settings.printer.value, None);
        assert!(problem.unwrap().to_string().contains("settings.toml:2:1:"));
        for bad in ["hide_after_minutes = 0", "erase_after_minutes = 500", "pin = \"12a4\""] {
            assert!(Settings::built_in().lay_file(Path::new("s.toml"), bad).is_err(), "{bad}");
        }
    }
}
