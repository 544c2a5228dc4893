//! `signpost keys`

use super::{Exit, Output};
use crate::error::Result;
use crate::keymap::Keymap;

/// Lists every key of the screen and what it does.
pub fn run(keymap: &Keymap, out: &mut Output) -> Result<Exit> {
    for (number, (context, actions)) in keymap.list().into_iter().enumerate() {
        if number > 0 {
            out.line("")?;
        }
        out.line(context.heading())?;
        let width = actions.iter().map(|(_, keys)| keys.len()).max().unwrap_or(0);
        let names = actions.iter().map(|(action, _)| action.name().len()).max().unwrap_or(0);
        for (action, keys) in actions {
            out.line(format!("  {keys:width$}  {:names$}  {}", action.name(), action.doc()))?;
        }
    }
    Ok(Exit::Done)
}
