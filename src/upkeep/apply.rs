//! Applies a change to the files of a catalogue, whatever became of them since the change was made. It writes nothing itself.

use super::ground::{Ground, Written, find};
use super::over::{Meets, meet};
use super::{Change, Edited, What};
use crate::catalogue::check::id_problem;
use crate::catalogue::folder::id_of;
use crate::catalogue::{Checked, DeskReport, Service, edit, form, parse, schema};
use crate::error::{Error, Result};
use crate::text::clean;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applied {
    /// These files have to be written.
    Written {
        /// What they hold.
        files: Written,
        /// The message of the commit.
        message: String,
    },
    /// The catalogue has it.
    Already,
    /// Somebody has to choose: why, and what to do.
    Conflict(String),
}

/// Most of a value that is shown where two differ, in characters.
const SHOWN: usize = 60;

/// Stands before the id of a change in the message of its commit.
pub const MARK: &str = "Signpost-Change: ";

/// Returns what a change does to these files on a day of the hub.
///
/// # Errors
/// When the files can't be read.
pub fn apply(change: &Change, ground: &dyn Ground, today: NaiveDate) -> Result<Applied> {
    let Some((path, id)) = find(ground, &change.service)? else {
        let service = &change.service;
        return Ok(Applied::Conflict(format!("There is no service \"{service}\" in the catalogue any more.")));
    };
    let mut files = Written::new();
    match &change.what {
        What::Report(kind) => {
            // The service may have been renamed since.
            let name = change.file_name();
            if ground.below("reports/")?.iter().any(|path| id_of(path) == name) {
                return Ok(Applied::Already);
            }
            let text = format!("kind = \"{}\"\non = {}\n", <&str>::from(kind), change.on);
            let path = format!("reports/{id}/{name}.toml");
            let text = schema::headed(&path, "report", &text);
            files.insert(path, Some(text));
        }
        What::Check { .. } => {
            if let Some(why) = check(change, &path, &id, ground, today, &mut files)? {
                return Ok(Applied::Conflict(why));
            }
        }
        What::Edit { fields, .. } => {
            if let Some(why) =
                edit_all(fields, &path, ground, &mut files)?.or(check(change, &path, &id, ground, today, &mut files)?)
            {
                return Ok(Applied::Conflict(why));
            }
        }
    }
    if files.is_empty() {
        return Ok(Applied::Already);
    }
    let message = format!("{}\n\n{MARK}{}\n", change.title(&id), change.id);
    Ok(Applied::Written { files, message })
}

/// Returns a file as it is when these were written, or why it can't be had.
fn text_of(path: &str, ground: &dyn Ground, files: &Written) -> Result<std::result::Result<String, String>> {
    let text = match files.get(path) {
        Some(text) => text.clone(),
        None => ground.read(path)?,
    };
    Ok(text.ok_or_else(|| format!("{path} can't be read.")))
}

fn edit_all(fields: &[Edited], path: &str, ground: &dyn Ground, files: &mut Written) -> Result<Option<String>> {
    let before = match text_of(path, ground, files)? {
        Ok(text) => text,
        Err(why) => return Ok(Some(why)),
    };
    let mut text = before.clone();
    for edited in fields {
        let service: Service = parse(&text, true).value;
        match meet(&service, edited) {
            Meets::Done => {}
            Meets::Due(_) => match edit::set(&text, &edited.field, edited.now.as_deref())
                .and_then(|new| edit::looked_over(&new, &edited.field))
            {
                Ok(new) => text = new,
                Err(error) => return Ok(Some(mistake(path, &error))),
            },
            Meets::Differs => {
                let name = edited.field.replace('_', " ");
                return Ok(Some(format!(
                    "Somebody else changed {name} in {path} meanwhile{}, so the change that waits here was not made. See which is right; then edit it again, or take this one back.",
                    by_now(&text, &edited.field)
                )));
            }
        }
    }
    if text != before {
        files.insert(path.to_owned(), Some(text));
    }
    Ok(None)
}

/// Returns what a file has in a field by now, as a sentence goes on with it.
fn by_now(text: &str, field: &str) -> String {
    let value = edit::get(text, field).ok().flatten();
    let shown = form::fields(text).ok().and_then(|all| all.into_iter().find(|one| one.key == field));
    let shown = shown.map_or_else(|| value.unwrap_or_default(), |one| one.text.replace('\n', "; "));
    match clean(shown.trim()) {
        none if none.is_empty() => " (it is empty now)".to_owned(),
        long if long.chars().count() > SHOWN => {
            format!(" (it is now: {}...)", long.chars().take(SHOWN).collect::<String>().trim_end())
        }
        short => format!(" (it is now: {short})"),
    }
}

fn mistake(path: &str, error: &Error) -> String {
    format!("Nothing can be changed in {path}. {}", error.what)
}

/// Writes that a service was checked, unless it was checked since, and takes away the reports that this answers.
fn check(
    change: &Change,
    path: &str,
    id: &str,
    ground: &dyn Ground,
    today: NaiveDate,
    files: &mut Written,
) -> Result<Option<String>> {
    let Some(checked) = change.checked() else { return Ok(None) };
    let text = match text_of(path, ground, files)? {
        Ok(text) => text,
        Err(why) => return Ok(Some(why)),
    };
    let there: Service = parse(&text, true).value;
    if renews(&checked, there.checked.as_ref(), today) {
        match edit::set(&text, "checked", Some(&in_toml(&checked))) {
            Ok(new) => drop(files.insert(path.to_owned(), Some(new))),
            Err(error) => return Ok(Some(mistake(path, &error))),
        }
    }
    // Reports stay in the folder of the id that the service had when they were made.
    let folders: BTreeSet<&str> =
        [id, change.service.as_str()].into_iter().chain(there.formerly.iter().map(String::as_str)).collect();
    for folder in folders.into_iter().filter(|folder| id_problem(folder).is_none()) {
        for report in ground.below(&format!("reports/{folder}/"))? {
            if change.answers(id_of(&report), day_of(&report, ground)?) {
                files.insert(report, None);
            }
        }
    }
    Ok(None)
}

/// Returns whether a check is to stand in place of the one that is there. Of two on one day the later made one does: desks don't write over each other for ever, because the history names each change and none is sent twice. A day that is yet to come was mistyped and stops nobody.
pub fn renews(check: &Checked, there: Option<&Checked>, today: NaiveDate) -> bool {
    there.is_none_or(|there| there != check && (there.on <= check.on || there.on > today))
}

/// Returns the day of a report; one that can't be read is of no day, so that a check takes it away.
fn day_of(path: &str, ground: &dyn Ground) -> Result<Option<NaiveDate>> {
    let text = ground.read(path)?.unwrap_or_default();
    Ok(parse::<DeskReport>(&text, true).value.on)
}

/// Returns what a file says of a check, as one value.
fn in_toml(checked: &Checked) -> String {
    let Checked { on, by, how } = checked;
    format!("{{ on = {on}, by = {}, how = \"{}\" }}", edit::quoted(by), <&str>::from(how))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Means, ReportKind};
    use crate::upkeep::Layered;
    use std::collections::BTreeMap;

    struct Files(BTreeMap<String, String>);

    impl Ground for Files {
        fn read(&self, path: &str) -> Result<Option<String>> {
            Ok(self.0.get(path).cloned())
        }
        fn below(&self, folder: &str) -> Result<Vec<String>> {
            Ok(self.0.keys().filter(|path| path.starts_with(folder)).cloned().collect())
        }
        fn renamed(&self, id: &str) -> Option<String> {
            (id == "old-bank").then(|| "bank".to_owned())
        }
    }

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
    }

    fn files() -> Files {
        let bank = "name = \"Bank\" # theirs\n[[phones]]\nnumber = \"01632 960001\"\n";
        let all = [
            ("services/here/bank.toml", bank),
            ("reports/bank/early.toml", "kind = \"full\"\non = 2026-11-20\n"),
            ("reports/bank/seen.toml", "kind = \"full\"\non = 2026-11-22\n"),
            ("reports/bank/unseen.toml", "kind = \"closed\"\non = 2026-11-22\n"),
            ("reports/other/far.toml", "kind = \"full\"\non = 2026-11-20\n"),
        ];
        Files(all.map(|(path, text)| (path.to_owned(), text.to_owned())).into())
    }

    fn phones(was: &str, now: &str) -> What {
        let edited = |number: &str| Some(format!("[{{ number = \"{number}\", freephone = \"ask\" }}]"));
        let fields = vec![Edited { field: "phones".into(), was: edited(was), now: edited(now) }];
        What::Edit { fields, checked: None }
    }

    /// Applies a change again on what it wrote: it must be there then.
    fn applied(change: &Change, below: &dyn Ground) -> (Written, String) {
        let Applied::Written { files, message } = apply(change, below, day(22)).unwrap() else { panic!("{change:?}") };
        let after = Layered { below, written: files.clone() };
        assert_eq!(apply(change, &after, day(22)).unwrap(), Applied::Already);
        (files, message)
    }

    fn written_over(files: &Files, written: Written) -> Files {
        let mut all = files.0.clone();
        for (path, text) in written {
            match text {
                Some(text) => all.insert(path, text),
                None => all.remove(&path),
            };
        }
        Files(all)
    }

    #[test]
    fn a_report_is_one_file_however_often_it_comes() {
        let report = Change::new("old-bank", day(22), What::Report(ReportKind::WrongPhone));
        let (files, message) = applied(&report, &files());
        let path = format!("reports/bank/{}.toml", report.id.simple());
        assert_eq!(
            files[&path].as_deref(),
            Some("#:schema ../../schema/report.json\nkind = \"wrong-phone\"\non = 2026-11-22\n")
        );
        assert_eq!((files.len(), message), (1, format!("Report bank: wrong phone\n\n{MARK}{}\n", report.id)));
    }

    #[test]
    fn a_check_answers_what_was_known_and_no_report_that_came_after() {
        let mut check = Change::new("bank", day(22), What::Check { how: Means::Phone, by: "lead \"B\"".into() });
        check.answers = vec!["seen".into()];
        let (written, message) = applied(&check, &files());
        let gone: Vec<_> = written.iter().filter(|(_, text)| text.is_none()).map(|(path, _)| path.as_str()).collect();
        assert_eq!(gone, ["reports/bank/early.toml", "reports/bank/seen.toml"]);
        let text = written["services/here/bank.toml"].as_deref().unwrap();
        assert!(text.starts_with("name = \"Bank\" # theirs\n"), "{text}");
        let service: Service = parse(text, false).value;
        assert_eq!(service.checked, check.checked());
        assert!(message.starts_with("Check bank: no change, by phone\n"));
        // A later check stands; so does the same one of another desk.
        for (d, how, by) in [(22, Means::Phone, "lead \"B\""), (23, Means::Web, "manager")] {
            let other = Change::new("bank", day(d), What::Check { how, by: by.into() });
            let ground = written_over(&files(), applied(&other, &files()).0);
            check.answers.clear();
            assert_eq!(apply(&check, &ground, day(23)).unwrap(), Applied::Already);
        }
    }

    #[test]
    fn of_two_checks_on_one_day_the_later_made_stands_and_a_day_to_come_stops_none() {
        let check = |d, how, by: &str| Change::new("bank", day(d), What::Check { how, by: by.into() });
        let later = check(22, Means::Visit, "manager");
        for before in
            [check(22, Means::Phone, "manager"), check(22, Means::Visit, "lead"), check(29, Means::Web, "lead")]
        {
            let ground = written_over(&files(), applied(&before, &files()).0);
            let (written, _) = applied(&later, &ground);
            let service: Service = parse(written["services/here/bank.toml"].as_deref().unwrap(), false).value;
            assert_eq!(service.checked, later.checked(), "{before:?}");
        }
    }

    #[test]
    fn a_check_answers_what_was_reported_under_any_id_that_the_service_had() {
        let mut ground = files();
        let renamed = "name = \"Bank\"\nformerly = [\"first-bank\", \"older-bank\", \"../../etc\"]\n";
        ground.0.insert("services/here/bank.toml".into(), renamed.into());
        for folder in ["first-bank", "older-bank", "bank"] {
            ground.0.insert(format!("reports/{folder}/{folder}.toml"), "kind = \"full\"\non = 2026-11-20\n".into());
        }
        // The desk may have made it under an id that only the files still lead on from.
        for id in ["bank", "first-bank"] {
            let check = Change::new(id, day(22), What::Check { how: Means::Phone, by: "lead".into() });
            let (written, _) = applied(&check, &ground);
            let gone: Vec<_> =
                written.iter().filter(|(_, text)| text.is_none()).map(|(path, _)| path.as_str()).collect();
            let all = ["bank/bank", "bank/early", "first-bank/first-bank", "older-bank/older-bank"];
            assert_eq!(gone, all.map(|name| format!("reports/{name}.toml")));
        }
    }

    #[test]
    fn an_edit_meets_what_became_of_its_field() {
        let edit = Change::new("bank", day(22), phones("01632 960001", "01632 960002"));
        let (written, message) = applied(&edit, &files());
        assert!(written["services/here/bank.toml"].as_deref().unwrap().contains("01632 960002"));
        assert!(message.starts_with("Edit bank: phones\n"));
        let edit = Change::new("bank", day(22), phones("01632 960009", "01632 960002"));
        let Applied::Conflict(why) = apply(&edit, &files(), day(22)).unwrap() else { panic!() };
        assert!(why.contains("meanwhile (it is now: 01632 960001), so"), "{why}");
        assert!(why.contains("Somebody else changed phones in services/here/bank.toml"), "{why}");
        let gone = Change::new("nowhere", day(22), What::Report(ReportKind::Full));
        assert!(matches!(apply(&gone, &files(), day(22)).unwrap(), Applied::Conflict(_)));
    }
}
