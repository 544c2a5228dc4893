//! Which of our needs the terms of a register mean.

use super::incoming::Term;
use crate::catalogue::{MappedTerm, Taxonomy};
use crate::text;
use std::collections::HashMap;

/// Most needs of one service.
const MOST: usize = 4;

/// The terms that `taxonomy.toml` knows.
#[derive(Debug, Default)]
pub struct Mapping {
    terms: HashMap<(Option<String>, By), Vec<String>>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum By {
    Code(String),
    Name(String),
}

/// What a mapping says of the terms of one service.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Mapped {
    /// Our needs, those that most terms mean first.
    pub needs: Vec<String>,
    /// Terms that nothing is said of.
    pub unknown: Vec<Term>,
    /// Some terms are known, and none of the known ones means one of our needs.
    pub none_of_ours: bool,
}

impl Mapping {
    /// Returns the mapping of a catalogue.
    pub fn of(taxonomy: &Taxonomy) -> Self {
        let mut terms = HashMap::new();
        for MappedTerm { taxonomy, code, name, needs } in &taxonomy.terms {
            let taxonomy = || taxonomy.as_deref().map(text::fold);
            if let Some(code) = code {
                terms.insert((taxonomy(), By::Code(code.trim().to_owned())), needs.clone());
            } else if let Some(name) = name {
                terms.insert((taxonomy(), By::Name(text::fold(name))), needs.clone());
            }
        }
        Self { terms }
    }

    /// Returns what is said of one term: of its code before its name, in its taxonomy before any.
    pub fn term(&self, term: &Term) -> Option<&[String]> {
        let taxonomies = [Some(text::fold(&term.taxonomy)), None];
        let by = [(&term.code, By::Code(term.code.clone())), (&term.name, By::Name(text::fold(&term.name)))];
        let mut keys = Vec::new();
        for (written, by) in by {
            if !written.is_empty() {
                let again = || match &by {
                    By::Code(code) => By::Code(code.clone()),
                    By::Name(name) => By::Name(name.clone()),
                };
                keys.extend(taxonomies.iter().map(|taxonomy| (taxonomy.clone(), again())));
            }
        }
        keys.iter().find_map(|key| self.terms.get(key)).map(Vec::as_slice)
    }

    /// Returns what is said of all terms of a service.
    pub fn terms(&self, terms: &[Term]) -> Mapped {
        let mut out = Mapped::default();
        let mut counted: Vec<(String, usize)> = Vec::new();
        let mut known = 0;
        for term in terms {
            let Some(needs) = self.term(term) else {
                out.unknown.push(term.clone());
                continue;
            };
            known += 1;
            for need in needs {
                match counted.iter_mut().find(|(id, _)| id == need) {
                    Some((_, count)) => *count += 1,
                    None => counted.push((need.clone(), 1)),
                }
            }
        }
        out.none_of_ours = known > 0 && counted.is_empty() && out.unknown.is_empty();
        // Of those that as many mean, the order of the file stands.
        counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        out.needs = counted.into_iter().take(MOST).map(|(need, _)| need).collect();
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_before_names_and_taxonomies_before_any() {
        let mapped = |taxonomy: Option<&str>, code: Option<&str>, name: Option<&str>, needs: &[&str]| MappedTerm {
            taxonomy: taxonomy.map(str::to_owned),
            code: code.map(str::to_owned),
            name: name.map(str::to_owned),
            needs: needs.iter().map(|n| (*n).to_owned()).collect(),
        };
        let taxonomy = Taxonomy {
            terms: vec![
                mapped(None, None, Some("Food banks"), &["food-support"]),
                mapped(Some("LGSL"), Some("1"), None, &["housing"]),
                mapped(Some("other"), None, Some("food banks"), &["debt-advice"]),
                mapped(None, None, Some("Chess"), &[]),
            ],
        };
        let mapping = Mapping::of(&taxonomy);
        let term = |taxonomy: &str, code: &str, name: &str| Term {
            taxonomy: taxonomy.to_owned(),
            code: code.to_owned(),
            name: name.to_owned(),
        };
        let needs = |term: &Term| mapping.term(term).map(|needs| needs.join(","));
        assert_eq!(needs(&term("lgsl", "1", "Food Banks")).as_deref(), Some("housing"));
        assert_eq!(needs(&term("x", "1", "food banks")).as_deref(), Some("food-support"));
        assert_eq!(needs(&term("Other", "", "Food banks")).as_deref(), Some("debt-advice"));
        assert_eq!(needs(&term("", "", "Darts")), None);
        let all = mapping.terms(&[term("", "", "chess"), term("", "", "Darts")]);
        assert!(!all.none_of_ours && all.unknown.len() == 1 && all.needs.is_empty());
        assert!(mapping.terms(&[term("", "", "chess")]).none_of_ours);
    }
}
