//! The role of whoever checked an entry. It stands in files that git remembers for ever, so it is never the name of a person, nor a number or address that leads to one.
//!
//! The rule is a simple one and has its limits: a first name alone, and a name in small letters, pass; a role with two capitals ("Family Navigator") is refused and wants writing in small letters.

/// Longest role, in characters.
pub const LONGEST: usize = 40;

/// What speaks against a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It says nothing.
    Empty,
    /// It has a digit or an `@`: a telephone number, an address, the number of a person.
    Contact,
    /// Two of its words begin with a capital.
    Name,
    /// It is longer than roles are.
    Long,
}

impl Fault {
    /// Returns what is wrong, as a sentence goes on after the role.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Empty => "is empty",
            Self::Contact => "has a digit or an @, as the number or address of a person has",
            Self::Name => "looks like the name of a person",
            Self::Long => "is longer than 40 letters",
        }
    }
}

/// Returns what speaks against a role; nothing for "community connector", "Hub assistant", "SENCO lead".
pub fn fault(role: &str) -> Option<Fault> {
    // "J.Smith" is two words, "Co-ordinator" one.
    let words = role.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '\u{2019}'));
    let capitals = words.filter(|word| word.starts_with(char::is_uppercase)).count();
    match () {
        () if role.trim().is_empty() => Some(Fault::Empty),
        () if role.contains(|c: char| c == '@' || c.is_numeric()) => Some(Fault::Contact),
        () if capitals > 1 => Some(Fault::Name),
        () if role.chars().count() > LONGEST => Some(Fault::Long),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_no_name_and_no_number() {
        for role in ["community connector", "Hub assistant", "deputy manager", "SENCO lead", "Co-Ordinator", "DSL"] {
            assert_eq!(fault(role), None, "{role}");
        }
        for name in ["Jane Smith", "JANE SMITH", "J. Smith", "J.Smith", "Mrs Smith", "navigator (Jane Smith)"] {
            assert_eq!(fault(name), Some(Fault::Name), "{name}");
        }
        for contact in ["Jane Smith 07700 900123", "manager 2", "jane@hub.example", "navigator \u{0667}"] {
            assert_eq!(fault(contact), Some(Fault::Contact), "{contact}");
        }
        assert_eq!(fault(" "), Some(Fault::Empty));
        assert_eq!(fault(&"a".repeat(LONGEST)), None);
        assert_eq!(fault(&"a".repeat(LONGEST + 1)), Some(Fault::Long));
    }

    #[test]
    fn the_sentence_names_the_length_that_is_allowed() {
        assert!(Fault::Long.in_words().contains(&LONGEST.to_string()));
    }
}
