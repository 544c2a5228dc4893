//! What the desk in memory knows of keeping the catalogue true.

use super::fake::Gate;
use signpost::catalogue::{Means, ReportKind};
use signpost::desk::{FormField, News, OpenReport, Stale, Waiting};
use signpost::error::{Error, Result};
use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;
use uuid::Uuid;

/// What a fetch answers.
type Fetched = std::result::Result<Option<String>, String>;

type Reported = (Uuid, String, ReportKind, Option<String>);
type Amended = (String, Vec<FormField>, Option<(Means, String)>);

/// What came of keeping the catalogue true, and switches for what can go wrong.
#[derive(Default)]
pub struct Kept {
    pub fetch_every: Option<Duration>,
    /// Where the catalogue comes from does not answer until it is let through.
    pub hangs: Gate,
    /// What each fetch answers in its turn; then nothing is new.
    pub fetches: Mutex<VecDeque<Fetched>>,
    pub news: Mutex<Vec<News>>,
    pub reported: Mutex<Vec<Reported>>,
    pub confirmed: Mutex<Vec<(String, Means, String)>>,
    pub amended: Mutex<Vec<Amended>>,
    /// Why the store refuses what is recorded.
    pub refuses: Mutex<Option<String>>,
    /// A service that is not in the catalogue any more.
    pub gone: Mutex<Option<String>>,
    /// Results come the other way round.
    pub turned: Mutex<bool>,
}

impl Kept {
    fn may(&self) -> Result<()> {
        self.refuses.lock().unwrap().clone().map_or(Ok(()), |why| Err(Error::usage(why)))
    }

    pub fn fetch(&self) -> Result<Option<String>> {
        self.hangs.pass();
        self.fetches.lock().unwrap().pop_front().unwrap_or(Ok(None)).map_err(Error::system)
    }

    pub fn report(&self, id: &str, kind: ReportKind, note: Option<&str>) -> Result<String> {
        self.may()?;
        let mut reported = self.reported.lock().unwrap();
        let same = reported.iter_mut().find(|(_, own, its, _)| own == id && *its == kind);
        match same {
            Some((_, _, _, own)) => *own = note.map(str::to_owned),
            None => {
                let number = Uuid::from_u128(reported.len() as u128 + 1);
                reported.push((number, id.to_owned(), kind, note.map(str::to_owned)));
            }
        }
        Ok(format!("Reported as {}. It is marked at this desk.", kind.in_words()))
    }

    /// Returns what stands in the way of a service since it was reported.
    pub fn hindrance(&self, id: &str) -> Option<String> {
        let reported = self.reported.lock().unwrap();
        reported.iter().find(|(_, own, ..)| own == id).map(|(_, _, kind, _)| format!("reported as {}", kind.in_words()))
    }

    pub fn confirm(&self, id: &str, how: Means, role: &str) -> Result<String> {
        self.may()?;
        signpost::desk::role_of(role)?;
        self.confirmed.lock().unwrap().push((id.to_owned(), how, role.to_owned()));
        self.reported.lock().unwrap().retain(|(_, own, ..)| own != id);
        Ok("Recorded: still right.".to_owned())
    }

    pub fn fields(&self, id: &str, name: &str) -> Result<Vec<FormField>> {
        let field = |key: &str, label: &str, hint: &str, text: &str, several| FormField {
            key: key.into(),
            label: label.into(),
            hint: hint.into(),
            text: text.into(),
            several,
        };
        if id == "debt-line" {
            return Err(Error::input("Its file can't be read.").hint("Mend it first."));
        }
        Ok(vec![
            field("name", "Name", "as people know it", name, false),
            field("description", "What it does", "one or two plain sentences", "Food.\nFor all.", false),
            field("phones", "Phone numbers", "one in a line", "01632 960 123\n01632 960 124", true),
            field("hours", "Opening hours", "such as Mo-Fr 09:00-17:00", "Tu 10:00-12:00", false),
        ])
    }

    pub fn amend(&self, id: &str, fields: &[FormField], checked: Option<(Means, String)>) -> Result<String> {
        self.may()?;
        let wrong = |field: &&FormField| field.key == "phones" && field.text.contains("ring");
        if let Some(field) = fields.iter().find(wrong) {
            return Err(Error::usage(format!("{}: \"ring\" is no telephone number.", field.label)));
        }
        self.amended.lock().unwrap().push((id.to_owned(), fields.to_vec(), checked));
        Ok("Saved at this desk; it is sent with the next fetch.".to_owned())
    }

    pub fn stale(&self) -> Vec<Stale> {
        let stale = |id: &str, name: &str, phone: &str, sure: &str, handed_out, sensitive| Stale {
            id: id.into(),
            name: name.into(),
            phone: phone.into(),
            sure: sure.into(),
            handed_out,
            reports: usize::from(self.hindrance(id).is_some()),
            sensitive,
            example: false,
        };
        let all = vec![
            stale(
                "quay-food-bank",
                "Quay Street food bank",
                "01632 960 123",
                "checked 140 days ago by phone",
                12,
                false,
            ),
            stale("refuge", "Safe Harbour refuge", "01632 960 555", "never checked", 1, true),
            stale("pantry", "Riverside pantry", "", "from a public page, March 2025", 0, false),
        ];
        let confirmed = self.confirmed.lock().unwrap();
        all.into_iter().filter(|stale| confirmed.iter().all(|(id, ..)| *id != stale.id)).collect()
    }

    pub fn reports(&self) -> Vec<OpenReport> {
        let reported = self.reported.lock().unwrap();
        let open = reported.iter().map(|(_, id, kind, note)| OpenReport {
            service: id.clone(),
            name: id.replace('-', " "),
            what: kind.in_words().into(),
            age: "3 days, 1 day over the aim of 48 hours".into(),
            late: true,
            note: note.clone(),
            waits: true,
        });
        open.collect()
    }

    pub fn outbox(&self) -> Vec<Waiting> {
        let reported = self.reported.lock().unwrap();
        let waiting = reported.iter().map(|(number, id, kind, _)| Waiting {
            id: *number,
            service: id.clone(),
            what: format!("Report of {id}: {}", kind.in_words()),
            hindrance: (*kind == ReportKind::Moved).then(|| "The remote refused it: no right to push.".to_owned()),
        });
        waiting.collect()
    }

    pub fn take_back(&self, id: Uuid) -> Result<()> {
        self.may()?;
        self.reported.lock().unwrap().retain(|(number, ..)| *number != id);
        Ok(())
    }
}
