//! Numbers that are not for families: those whose label says so in any register, and those that lead to a person where a door must not be found.

use super::super::value::{is_confidential, text, text_of};
use crate::text as words;
use serde_json::Value;

/// What a label says of a number that is not to be given out.
const MARKS: &[&str] = &[
    "agencies only",
    "agency only",
    "agency use",
    "do not advertise",
    "do not disclose",
    "do not display",
    "do not give",
    "do not pass on",
    "do not publish",
    "do not share",
    "do not show",
    "dont give",
    "dont publish",
    "dont share",
    "emergency contact only",
    "ex directory",
    "for staff",
    "home number",
    "home phone",
    "internal number",
    "internal only",
    "internal use",
    "never give",
    "never share",
    "not be disclosed",
    "not be given",
    "not be published",
    "not be shared",
    "not for families",
    "not for clients",
    "not for public",
    "not for publication",
    "not for the public",
    "not public",
    "not to give",
    "office use only",
    "personal mobile",
    "personal number",
    "personal phone",
    "professionals only",
    "staff line",
    "staff mobile",
    "staff number",
    "staff only",
    "staff phone",
    "staff use",
    "unlisted",
    "unpublished",
];

/// Labels that say it in one word.
const ALONE: &[&str] = &["home", "internal", "personal", "restricted", "staff"];

/// Beside one of these "confidential" is a promise to whoever rings, and "private" no secret.
const PROMISED: &[&str] = &[
    "advice",
    "advisers",
    "counselling",
    "free",
    "freephone",
    "helpline",
    "hire",
    "hotline",
    "information",
    "listening",
    "nursery",
    "referrals",
    "support",
];

/// Words of what answers a telephone and is no person.
const NO_PERSON: &[&str] = &[
    "access",
    "admin",
    "advice",
    "aid",
    "and",
    "appointments",
    "association",
    "booking",
    "bookings",
    "centre",
    "charity",
    "contact",
    "council",
    "crisis",
    "desk",
    "emergency",
    "enquiries",
    "enquiry",
    "family",
    "for",
    "freephone",
    "general",
    "group",
    "help",
    "helpline",
    "hotline",
    "hours",
    "hub",
    "information",
    "intake",
    "landline",
    "line",
    "main",
    "mobile",
    "national",
    "number",
    "of",
    "office",
    "outreach",
    "phone",
    "project",
    "reception",
    "referral",
    "referrals",
    "refuge",
    "service",
    "services",
    "support",
    "switchboard",
    "team",
    "telephone",
    "text",
    "textphone",
    "the",
    "women",
    "womens",
];

/// Returns whether a number, or whoever answers it, is labelled as not for the public.
pub(super) fn is_kept_back(holder: &Value) -> bool {
    const LABELS: &[&str] = &["description", "name", "type", "phone_type", "title", "department", "number", "notes"];
    let labelled = LABELS.iter().filter_map(|key| text(holder, key)).any(|label| is_mark(&label));
    is_confidential(holder) || labelled || holder.as_str().is_some_and(is_mark)
}

fn is_mark(label: &str) -> bool {
    let folded = words::fold(label);
    let said = format!(" {folded} ");
    let has = |word: &str| said.contains(&format!(" {word} "));
    let secret = has("confidential") || has("private");
    ALONE.contains(&folded.as_str())
        || MARKS.iter().any(|mark| has(mark))
        || secret && !PROMISED.iter().any(|word| has(word))
}

/// Returns whether whoever answers is one person: somebody with a name and no post.
pub(super) fn is_person(contact: &Value) -> bool {
    let named = text_of(contact, &["name"]).is_some_and(|name| is_name(&name));
    named && text_of(contact, &["title", "department", "role", "job_title"]).is_none()
}

/// Returns whether a label may be a person's name. Where that is not clear it may: here a number too few does no harm.
pub(super) fn is_name(label: &str) -> bool {
    let said = words::words(label);
    !said.is_empty()
        && said.len() <= 4
        && said.iter().all(|word| !NO_PERSON.contains(&word.as_str()) && !word.bytes().any(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn labels_keep_numbers_back_and_promises_do_not() {
        for label in [
            "Confidential",
            "CONFIDENTIAL - do not give out",
            "Staff only",
            "staff",
            "Private and confidential",
            "Don't share!",
            "Not for publication",
            "Staff mobile",
            "Confidential helpline, staff only",
        ] {
            assert!(is_kept_back(&json!({"number": "0117 496 0001", "description": label})), "{label}");
            assert!(is_kept_back(&json!({"number": "0117 496 0001", "name": label})), "{label}");
            assert!(is_kept_back(&json!(format!("0117 496 0001 ({label})"))) || ALONE.contains(&label), "{label}");
        }
        for label in ["Confidential helpline", "Free and confidential", "Private hire", "Reception", "Staffing agency"]
        {
            assert!(!is_kept_back(&json!({"number": "0117 496 0001", "description": label})), "{label}");
        }
    }

    #[test]
    fn a_person_has_a_name_and_no_post() {
        assert!(is_person(&json!({"name": "Jane Smith"})) && is_person(&json!({"name": "Jane"})));
        assert!(!is_person(&json!({"name": "Jane Smith", "title": "Manager"})));
        for name in ["Helpline", "Women's Aid", "National Helpline", "Front desk", "The team"] {
            assert!(!is_person(&json!({"name": name})), "{name}");
        }
    }
}
