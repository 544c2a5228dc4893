//! What a safeguarding prompt says. The order of the steps is a promise: a receptionist is not an investigator.

use super::view::Prompt;
use crate::catalogue::Hub;
use crate::safeguard::Raised;

/// Returns a prompt for this desk: what you do now, and apart from it what they may need to know later.
pub(super) fn prompt(raised: &Raised, hub: Option<&Hub>, office_hours: bool) -> Prompt {
    let example = if hub.is_some_and(|hub| hub.example) { " (EXAMPLE - not real)" } else { "" };
    let lead = hub.and_then(|h| h.safeguarding_lead.as_ref());
    let fetch = match lead {
        Some(lead) => format!("Fetch the {}: extension {}{example}.", lead.role, lead.extension),
        None => "Fetch the designated safeguarding lead.".to_owned(),
    };
    let mut steps = vec!["Danger now? Ring 999.".to_owned()];
    // What this danger asks for comes where no small screen cuts it off: "don't speak to the family" helps nobody afterwards.
    steps.extend(raised.advice.iter().cloned());
    steps.extend([
        fetch,
        "Listen. Don't question, don't promise to keep it secret, don't tell the person who may be causing harm, \
         never use family or children to interpret."
            .to_owned(),
        "Write it in your safeguarding record. This log isn't one.".to_owned(),
        "Ask before you pass anything on, unless asking raises the risk.".to_owned(),
    ]);
    if let Some(door) = hub.and_then(|h| h.front_door.as_ref()) {
        let office = format!("{} (office hours)", door.phone);
        let after_hours = format!("{} (nights and weekends)", door.out_of_hours_phone);
        // The one that is answered now comes first: on a small screen the other may be cut.
        let (first, then) = if office_hours { (office, after_hours) } else { (after_hours, office) };
        steps.push(format!(
            "Concern about a child: the council where the child lives. Here: {first}; {then}: {}{example}.",
            door.name
        ));
    }
    let for_them = match raised.need.as_str() {
        "domestic-abuse" | "child-safety" | "exploitation" | "child-to-parent-abuse" => vec![
            "If you can't speak: ring 999 from a mobile, cough or tap the phone if you can, and press 55 when asked."
                .to_owned(),
            "It reaches the police only, gives no location, and doesn't work from a landline.".to_owned(),
        ],
        "mental-health-crisis" => {
            vec!["Any time: NHS 111, option 2. Samaritans: 116 123. Life in danger: 999.".to_owned()]
        }
        _ => Vec::new(),
    };
    Prompt { id: raised.need.clone(), title: raised.title.clone(), steps, for_them }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{FrontDoor, Role};

    #[test]
    fn steps_keep_their_order_with_this_hubs_roles_and_numbers_and_advice_after_999() {
        let hub = Hub {
            safeguarding_lead: Some(Role { role: "duty lead".into(), extension: "201".into() }),
            front_door: Some(FrontDoor {
                name: "the front door".into(),
                phone: "01632 960900".into(),
                out_of_hours_phone: "01632 960901".into(),
                ..FrontDoor::default()
            }),
            ..Hub::default()
        };
        let raised =
            Raised { need: "child-safety".into(), title: "A child is missing".into(), advice: vec!["At once.".into()] };
        let told = prompt(&raised, Some(&hub), true);
        let begins = [
            "Danger now? Ring 999.",
            "At once.",
            "Fetch the duty lead: extension 201.",
            "Listen. Don't question",
            "Write it in your safeguarding record",
            "Ask before",
            "Concern about a child",
        ];
        assert_eq!(told.steps.len(), begins.len());
        for (step, begin) in told.steps.iter().zip(begins) {
            assert!(step.starts_with(begin), "{step}");
        }
        assert!(told.steps[6].contains("01632 960900 (office hours); 01632 960901 (nights and weekends)"));
        assert_eq!(told.id, "child-safety");
        assert!(told.for_them[0].contains("press 55"));
        // Without a hub 999 and the record are still there.
        assert_eq!(prompt(&raised, None, true).steps.len(), 6);
    }
}
