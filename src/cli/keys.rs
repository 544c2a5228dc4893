//! `signpost keys`

use super::{Exit, Output};
use crate::desk::Setup;
use crate::error::{Error, Result};
use crate::keymap::Keymap;
use crate::paths;

/// The user's keymap, beside the settings.
const FILE: &str = "keymap.toml";

/// Returns the chosen keymap with this user's keys laid over it, or as it is with everything that is wrong with the user's.
pub fn load(setup: &Setup) -> (Keymap, Vec<Error>) {
    let chosen = Keymap::named(setup.settings.keymap.value);
    let path = setup.paths.config.join(FILE);
    match paths::read_short(&path) {
        Ok(Some(text)) => chosen.with_user(&text, &path.display().to_string()),
        Ok(None) => (chosen, Vec::new()),
        Err(problem) => (chosen, vec![problem]),
    }
}

/// Lists every key of the screen and what it does.
pub fn run(setup: &Setup, out: &mut Output) -> Result<Exit> {
    // One of them may be about the choice of the keymap.
    setup.settings_problems.iter().for_each(|problem| out.say(problem));
    let (keymap, problems) = load(setup);
    for (number, (context, actions)) in keymap.list().into_iter().enumerate() {
        if number > 0 {
            out.line("")?;
        }
        out.line(format!("{} [{}]", context.heading(), context.name()))?;
        let width = actions.iter().map(|(_, keys)| keys.len()).max().unwrap_or(0);
        let names = actions.iter().map(|(action, _)| action.name().len()).max().unwrap_or(0);
        for (action, keys) in actions {
            out.line(format!("  {keys:width$}  {:names$}  {}", action.name(), action.doc_in(context)))?;
        }
    }
    if problems.is_empty() {
        return Ok(Exit::Done);
    }
    for problem in problems {
        out.say(problem);
    }
    out.say(format!("Until this is mended the built-in keys hold, \"{}\".", setup.settings.keymap.value));
    Ok(Exit::Nothing)
}
