//! Long texts as lines with meanings, before they are drawn: card, prompts, help.

use super::app::App;
use super::wrap::{columns, wrap};
use crate::desk::{Card, Face, Listed, Prompt};
use crate::keymap::Keymap;
use crate::slip::EXAMPLE;
use crate::theme::Role;

/// A line of text and what it means.
pub type Lined = (Role, String);

/// The mark of what is invented, where the whole sentence has no room.
pub const SHORT_EXAMPLE: &str = "EXAMPLE";

/// Returns a name with its mark when it is invented: the whole sentence behind it where both fit, else the short mark before it, where nothing cuts it off.
pub fn named(name: &str, example: bool, width: usize) -> String {
    if !example {
        return name.to_owned();
    }
    let whole = format!("{name} ({EXAMPLE})");
    if usize::from(columns(&whole)) <= width { whole } else { format!("{SHORT_EXAMPLE} {name}") }
}

/// Returns the card of a service: what is said of it for a search, where there was one, then the rest in the order in which a parent asks.
pub fn card(card: &Card, listed: Option<&Listed>, width: usize) -> Vec<Lined> {
    let mut lines = Vec::new();
    put(&mut lines, Role::Title, "", &card.name, width);
    if card.example {
        put(&mut lines, Role::Example, "", EXAMPLE, width);
    }
    for alert in card.alerts.iter().filter(|alert| !(card.example && alert.as_str() == EXAMPLE)) {
        put(&mut lines, Role::Problem, "! ", alert, width);
    }
    if let Some(organisation) = &card.organisation {
        put(&mut lines, Role::Detail, "", organisation, width);
    }
    for misfit in listed.iter().flat_map(|listed| &listed.misfits) {
        put(&mut lines, Role::Problem, "But: ", misfit, width);
    }
    if let Some(ask) = listed.map(|listed| listed.ask.join(", ")).filter(|ask| !ask.is_empty()) {
        put(&mut lines, Role::Problem, "Ask: ", &ask, width);
    }
    if let Some(why) = card.why_in_short() {
        put(&mut lines, Role::Detail, "Why: ", &why, width);
    }
    put(&mut lines, Role::Plain, "", &card.description, width);
    for (heading, texts) in &card.sections {
        put(&mut lines, Role::Label, "", &format!("{heading}:"), width);
        for text in texts {
            put(&mut lines, Role::Plain, "  ", text, width);
        }
    }
    if let Some(reminder) = &card.privacy {
        put(&mut lines, Role::Label, "", "Before it is chosen:", width);
        for text in std::iter::once(&reminder.title).chain(&reminder.lines) {
            put(&mut lines, Role::Plain, "  ", text, width);
        }
    }
    lines
}

/// Adds a text as lines, the first led by `lead` and the others set in as far.
pub fn put(lines: &mut Vec<Lined>, role: Role, lead: &str, text: &str, width: usize) {
    for (at, line) in wrap(text, width.saturating_sub(lead.len())).into_iter().enumerate() {
        let lead = if at == 0 { lead.to_owned() } else { " ".repeat(lead.len()) };
        lines.push((role, format!("{lead}{line}")));
    }
}

/// Returns what to do when somebody may be in danger.
pub fn prompts(prompts: &[Prompt], width: usize) -> Vec<Lined> {
    let mut lines = Vec::new();
    for prompt in prompts {
        put(&mut lines, Role::Prompt, "! ", &prompt.title, width);
        for (number, step) in prompt.steps.iter().enumerate() {
            put(&mut lines, Role::Plain, &format!("{}. ", number + 1), step, width);
        }
        if !prompt.for_them.is_empty() {
            lines.push((Role::Label, "For them, later:".to_owned()));
            for text in &prompt.for_them {
                put(&mut lines, Role::Plain, "   ", text, width);
            }
        }
    }
    lines
}

/// Returns what comes before everything when somebody is in danger, in one sentence or two.
pub fn danger(face: &Face) -> String {
    let extension = face.lead_extension.as_ref().map(|number| format!(", extension {number}")).unwrap_or_default();
    let role = if face.lead_role.is_empty() { "designated safeguarding lead" } else { &face.lead_role };
    format!("Danger now? Ring 999. Fetch the {role}{extension}.")
}

/// Returns the help: what staff must know, then every key.
pub fn help(app: &App, width: usize) -> Vec<Lined> {
    let mut lines = Vec::new();
    for notice in &app.start.notices {
        let role = if notice.alert { Role::Problem } else { Role::Plain };
        put(&mut lines, role, "! ", &notice.text, width);
    }
    if let Some(problem) = app.fetch_problem() {
        put(&mut lines, Role::Problem, "! ", problem, width);
    }
    put(&mut lines, Role::Prompt, "", &danger(&app.start.face), width);
    let letters = if app.keymap.types_anywhere() {
        "Letters always go into the box on screen. Type what the family says."
    } else {
        "Letters are typed while the cursor stands in a box. Elsewhere they are keys."
    };
    put(&mut lines, Role::Plain, "", letters, width);
    let mouse =
        "The mouse marks and scrolls, and presses the keys that stand below. Hold Shift to select text with it.";
    put(&mut lines, Role::Plain, "", mouse, width);
    lines.extend(keys(&app.keymap, width));
    lines
}

fn keys(keymap: &Keymap, width: usize) -> Vec<Lined> {
    let list = keymap.list();
    let longest = list.iter().flat_map(|(_, actions)| actions.iter().map(|(_, keys)| keys.len())).max().unwrap_or(0);
    let mut lines = Vec::new();
    for (context, actions) in list {
        lines.push((Role::Plain, String::new()));
        lines.push((Role::Title, context.heading().to_owned()));
        for (action, keys) in actions {
            for (at, line) in wrap(action.doc_in(context), width.saturating_sub(longest + 4)).into_iter().enumerate() {
                let keys = if at == 0 { keys.as_str() } else { "" };
                lines.push((Role::Plain, format!("  {keys:longest$}  {line}")));
            }
        }
    }
    lines
}
