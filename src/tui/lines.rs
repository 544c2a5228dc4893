//! Long texts as lines with meanings, before they are drawn: card, prompts, help.

use super::app::App;
use super::wrap::wrap;
use crate::desk::{Card, EXAMPLE, Prompt};
use crate::keymap::Keymap;
use crate::theme::Role;

/// A line of text and what it means.
pub type Lined = (Role, String);

/// Returns the card of a service, in the order in which a parent asks.
pub fn card(card: &Card, width: usize) -> Vec<Lined> {
    let mut lines = Vec::new();
    let mut add = |role: Role, text: &str| lines.extend(wrap(text, width).into_iter().map(|line| (role, line)));
    add(Role::Title, &card.name);
    if card.example {
        add(Role::Example, EXAMPLE);
    }
    for alert in card.alerts.iter().filter(|alert| !(card.example && alert.as_str() == EXAMPLE)) {
        add(Role::Problem, &format!("! {alert}"));
    }
    if let Some(organisation) = &card.organisation {
        add(Role::Detail, organisation);
    }
    add(Role::Plain, &card.description);
    for (heading, texts) in &card.sections {
        add(Role::Label, &format!("{heading}:"));
        for text in texts {
            lines.extend(wrap(text, width.saturating_sub(2)).into_iter().map(|line| (Role::Plain, format!("  {line}"))));
        }
    }
    lines
}

/// Returns what to do when somebody may be in danger.
pub fn prompts(prompts: &[Prompt], width: usize) -> Vec<Lined> {
    let mut lines = Vec::new();
    for prompt in prompts {
        let title = wrap(&format!("! {}", prompt.title), width);
        lines.extend(title.into_iter().map(|line| (Role::Prompt, line)));
        for (number, step) in prompt.steps.iter().enumerate() {
            let lead = format!("{}. ", number + 1);
            for (at, line) in wrap(step, width.saturating_sub(lead.len())).into_iter().enumerate() {
                let lead = if at == 0 { lead.clone() } else { " ".repeat(lead.len()) };
                lines.push((Role::Plain, format!("{lead}{line}")));
            }
        }
        if !prompt.for_them.is_empty() {
            lines.push((Role::Label, "For them, later:".to_owned()));
            for text in &prompt.for_them {
                lines.extend(wrap(text, width.saturating_sub(3)).into_iter().map(|line| (Role::Plain, format!("   {line}"))));
            }
        }
    }
    lines
}

/// Returns the help: what staff must know, then every key.
pub fn help(app: &App, width: usize) -> Vec<Lined> {
    let mut lines = Vec::new();
    for notice in &app.start.notices {
        let role = if notice.alert { Role::Problem } else { Role::Plain };
        lines.extend(wrap(&format!("! {}", notice.text), width).into_iter().map(|line| (role, line)));
    }
    lines.push((Role::Plain, "Letters always go into the box on screen. Type what the family says.".to_owned()));
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
            for (at, line) in wrap(action.doc(), width.saturating_sub(longest + 4)).into_iter().enumerate() {
                let keys = if at == 0 { keys.as_str() } else { "" };
                lines.push((Role::Plain, format!("  {keys:longest$}  {line}")));
            }
        }
    }
    lines
}
