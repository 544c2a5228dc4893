//! What the environment says.

use super::{Layer, Origin, Setting, Settings, one_of};
use crate::error::Error;
use std::path::Path;

impl Settings {
    /// Takes what the environment says, and returns what is wrong with it.
    pub(super) fn lay_environment(&mut self, get: impl Fn(&str) -> Option<String>) -> Vec<Error> {
        let text = |name: &'static str| get(name).map(|v| (v, Layer::Environment(name)));
        if let Some((value, from)) = text("SIGNPOST_CATALOGUE") {
            self.catalogue = Setting { value: Some(Origin::of(Path::new(&value), None)), from };
        }
        if let Some((value, from)) = text("SIGNPOST_HUB") {
            self.hub = Setting { value: Some(value), from };
        }
        let mut problems = Vec::new();
        let mut told = |what: String| {
            let stop = if what.ends_with('?') { "" } else { "." };
            problems.push(Error::input(format!("{what}{stop}")).hint("Until this is mended it is not set."));
        };
        if let Some((value, from)) = text("SIGNPOST_PRINTER") {
            match value.parse() {
                Ok(value) => self.printers.printer = Setting { value: Some(value), from },
                Err(what) => told(format!("SIGNPOST_PRINTER: {what}")),
            }
        }
        if let Some((value, from)) = text("SIGNPOST_TALLY_KEY")
            && let Err(what) = self.keeping.lay_key(&value, from, "SIGNPOST_TALLY_KEY")
        {
            told(what);
        }
        if let Some((value, from)) = text("SIGNPOST_KEYMAP") {
            match one_of("SIGNPOST_KEYMAP", &value) {
                Ok(value) => self.keymap = Setting { value, from },
                Err(what) => told(what),
            }
        }
        if let Some((value, from)) = text("SIGNPOST_THEME") {
            match one_of("SIGNPOST_THEME", &value) {
                Ok(value) => self.theme = Setting { value, from },
                Err(what) => told(what),
            }
        }
        problems
    }
}
