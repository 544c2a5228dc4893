//! Whom it is for: ages, eligibility, languages.

use super::super::plain::bounded;
use super::super::value::{list, number, text_of, written};
use super::{Carrier, NOTE, SENTENCES, shown};
use crate::catalogue::languages;
use crate::text as words;

/// From this age on a limit is how registers write "no limit".
const NO_LIMIT: f64 = 99.0;

impl Carrier<'_> {
    pub(super) fn people(&mut self) {
        self.ages();
        self.eligibility();
        self.languages();
    }

    fn ages(&mut self) {
        let age = |value, keys: &[&str]| keys.iter().find_map(|key| number(value, key));
        let (youngest, oldest) = (["minimum_age", "min_age"], ["maximum_age", "max_age"]);
        let mut limits = (age(self.record, &youngest), age(self.record, &oldest));
        if limits == (None, None) {
            let groups: Vec<_> = list(self.record, "eligibilitys")
                .chain(list(self.record, "eligibilities"))
                .chain(list(self.record, "eligibility"))
                .map(|group| (age(group, &youngest), age(group, &oldest)))
                .filter(|limits| *limits != (None, None))
                .collect();
            // A group without a limit lifts that of the others.
            let least = |ages: Vec<Option<f64>>| {
                ages.into_iter().collect::<Option<Vec<_>>>().and_then(|a| a.into_iter().reduce(f64::min))
            };
            let most = |ages: Vec<Option<f64>>| {
                ages.into_iter().collect::<Option<Vec<_>>>().and_then(|a| a.into_iter().reduce(f64::max))
            };
            limits = (least(groups.iter().map(|g| g.0).collect()), most(groups.iter().map(|g| g.1).collect()));
        }
        let sense = |age: &f64| (0.0..=120.0).contains(age);
        let odd = [limits.0, limits.1].into_iter().flatten().any(|age| !sense(&age) && age < NO_LIMIT);
        let (from, to) = (limits.0.filter(sense), limits.1.filter(|age| sense(age) && *age < NO_LIMIT));
        let crossed = matches!((from, to), (Some(from), Some(to)) if from > to || to == 0.0);
        if odd || crossed {
            self.lose("ages", "they contradict each other or are impossible");
        }
        if !crossed {
            self.service.minimum_age = from;
            self.service.maximum_age = to;
        }
    }

    fn eligibility(&mut self) {
        let own = self.said(&["eligibility_description", "eligibility_text"], "eligibility", SENTENCES);
        let groups = list(self.record, "eligibilitys")
            .chain(list(self.record, "eligibilities"))
            .chain(list(self.record, "eligibility"));
        let mut said: Vec<String> = own.into_iter().collect();
        for group in groups {
            let words = written(group).or_else(|| text_of(group, &["eligibility", "description", "name"]));
            if let Some((words, _)) = words.and_then(|t| bounded(&t, SENTENCES))
                && !said.contains(&words)
            {
                said.push(words);
            }
        }
        if let Some(all) = bounded(&said.join("; "), SENTENCES) {
            self.service.eligibility = Some(self.kept("eligibility", all));
        }
    }

    fn languages(&mut self) {
        let mut others = Vec::new();
        for language in list(self.record, "languages").chain(list(self.record, "language")) {
            let code = text_of(language, &["code", "language_code"]);
            let name = written(language).or_else(|| text_of(language, &["name", "language"]));
            // A record of nothing but ids says that there is a language, and not which.
            let Some(any) = code.clone().or_else(|| name.clone()) else {
                self.lose("language", "it has no name and no code");
                continue;
            };
            let known = |said: &str| {
                let said = said.split(['-', '_', '(']).next().unwrap_or(said).trim().to_lowercase();
                languages::known(&said)
                    .or_else(|| languages::known(three_to_two(&said)))
                    .or_else(|| languages::meant(&said))
            };
            match code.as_deref().and_then(known).or_else(|| name.as_deref().and_then(known)) {
                Some(code) if !self.service.languages.iter().any(|l| l == code) => {
                    self.service.languages.push(code.to_owned())
                }
                Some(_) => {}
                None => match name.and_then(|name| bounded(&name, NOTE)) {
                    Some((name, _)) if words::words(&name).iter().any(|w| w.len() > 2) => others.push(name),
                    _ => self.lose("language", &format!("{} is not known", shown(&words::clean(&any)))),
                },
            }
        }
        if !others.is_empty() {
            let said =
                self.service.interpretation_services.take().into_iter().chain(others).collect::<Vec<_>>().join("; ");
            self.service.interpretation_services = bounded(&said, SENTENCES).map(|(text, _)| text);
        }
    }
}

/// Returns the code of two letters for those of three that registers write most.
fn three_to_two(code: &str) -> &str {
    const CODES: &[(&str, &str)] = &[
        ("ara", "ar"),
        ("ben", "bn"),
        ("cym", "cy"),
        ("wel", "cy"),
        ("eng", "en"),
        ("fas", "fa"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("guj", "gu"),
        ("hin", "hi"),
        ("pan", "pa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("som", "so"),
        ("spa", "es"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("zho", "zh"),
        ("chi", "zh"),
        ("bsl", "bfi"),
    ];
    CODES.iter().find(|(long, _)| *long == code).map_or(code, |(_, short)| short)
}
