//! The workers: search, store, print, jobs, fetch and count each do one thing at a time on a thread of their own, so that a hung printer or network stalls nothing. What fails in one, even by a panic, comes back as an answer.

use super::app::{Answer, Effect, Msg, Opened, Order, Part, Refreshed};
use super::ledger::Ledger;
use super::preview::Preview;
use crate::desk::{Backend, Notice};
use crate::error::{Error, Result, caught};
use crate::search::Ask;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SendError, Sender, channel};
use std::thread::{self, Builder};
use std::time::{Duration, Instant};

/// How many results a search brings.
pub const RESULTS: usize = 50;

/// Time until the hub's face is asked for again when the desk could not tell it.
const AGAIN: Duration = HOUR;

const HOUR: Duration = Duration::from_secs(3600);

/// The workers of a screen. One that died is replaced as soon as there is something for it to do.
pub struct Workers {
    desk: Arc<dyn Backend>,
    answers: Sender<Msg>,
    opened: Instant,
    search: Sender<Effect>,
    store: Sender<Effect>,
    print: Sender<Effect>,
    jobs: Sender<Effect>,
    fetch: Sender<Effect>,
    count: Sender<Effect>,
}

impl Workers {
    /// Starts the workers; they answer into `answers` and end when they are dropped.
    ///
    /// # Errors
    /// When the machine gives no threads.
    pub fn start(desk: &Arc<dyn Backend>, answers: &Sender<Msg>, opened: Instant) -> Result<Self> {
        let worker = |part| Worker { desk: Arc::clone(desk), answers: answers.clone(), opened, part }.start();
        Ok(Self {
            search: worker(Part::Search)?,
            store: worker(Part::Store)?,
            print: worker(Part::Print)?,
            jobs: worker(Part::Jobs)?,
            fetch: worker(Part::Fetch)?,
            count: worker(Part::Count)?,
            desk: Arc::clone(desk),
            answers: answers.clone(),
            opened,
        })
    }

    /// Hands an effect to the worker whose job it is, or to a new one in the place of one that died. Closing the desk is nobody's job here.
    ///
    /// # Errors
    /// When there is no worker and the machine gives no thread for another.
    pub fn take(&mut self, effect: Effect) -> Result<()> {
        let (part, worker) = match effect {
            Effect::Face
            | Effect::Find(..)
            | Effect::Needs(..)
            | Effect::Card(..)
            | Effect::Slip(..)
            | Effect::Hub
            | Effect::Entry(..)
            | Effect::Tongues => (Part::Search, &mut self.search),
            Effect::Save(_)
            | Effect::Undo(_)
            | Effect::Today
            | Effect::Counts
            | Effect::Care
            | Effect::Unfound(_)
            | Effect::Notices
            | Effect::Report(..)
            | Effect::Check(..)
            | Effect::Amend(..)
            | Effect::TakeBack(..) => (Part::Store, &mut self.store),
            Effect::Print(..) => (Part::Print, &mut self.print),
            Effect::Open
            | Effect::Printers(_)
            | Effect::Picture(..)
            | Effect::Write(..)
            | Effect::Refresh
            | Effect::Ledger
            | Effect::Fields(..) => (Part::Jobs, &mut self.jobs),
            Effect::Fetch => (Part::Fetch, &mut self.fetch),
            Effect::Tally(..) => (Part::Count, &mut self.count),
            Effect::Quit => return Ok(()),
        };
        let Err(SendError(effect)) = worker.send(effect) else { return Ok(()) };
        let fresh = Worker { desk: Arc::clone(&self.desk), answers: self.answers.clone(), opened: self.opened, part };
        *worker = fresh.start()?;
        worker.send(effect).map_err(|_| Error::system("A part of Signpost ends as soon as it is started."))
    }
}

/// Answers one effect from a desk.
pub fn answer(desk: &dyn Backend, effect: Effect, opened: Instant) -> Option<Msg> {
    Some(match effect {
        Effect::Open => Msg::Opened(guarded(|| {
            let notices = desk.open_catalogue();
            let (face, needs, places) = (desk.face(), desk.needs(), desk.places());
            let (slip_path, fetch_every) = (desk.slip_path(), desk.fetch_every());
            Ok(Box::new(Opened { face, needs, places, notices, slip_path, fetch_every }))
        })),
        Effect::Notices => Msg::Told(guarded(|| Ok(desk.notices())).unwrap_or_default()),
        Effect::Face => match guarded(|| Ok((desk.face(), desk.now()))) {
            Ok((face, now)) => Msg::Face(Some(face), opened.elapsed() + until_midnight(now)),
            Err(_) => Msg::Face(None, opened.elapsed() + AGAIN),
        },
        Effect::Find(generation, ask) => Msg::Found(generation, guarded(|| desk.find(&ask, RESULTS))),
        Effect::Needs(ticket, words) => Msg::Meant(ticket, guarded(|| Ok(desk.needs_for(&words)))),
        Effect::Card(id, ask) => {
            let card = guarded(|| desk.card(&id, &ask));
            Msg::Carded(id, card)
        }
        Effect::Slip(ticket, order) => {
            Msg::Slipped(ticket, guarded(|| Ok(Preview::of(&make(desk, &order)?, order.width))))
        }
        Effect::Print(ticket, order, to) => {
            Msg::Printed(ticket, guarded(|| desk.print(&make(desk, &order)?, to.as_deref())))
        }
        Effect::Tongues => Msg::Tongues(guarded(|| Ok(desk.tongues()))),
        Effect::Printers(ticket) => Msg::Printers(ticket, guarded(|| Ok(desk.printers()))),
        Effect::Picture(ticket, order) => Msg::Pictured(ticket, guarded(|| desk.show_picture(&make(desk, &order)?))),
        Effect::Write(ticket, order, path) => {
            let written = guarded(|| desk.write(&make(desk, &order)?, Path::new(&path)));
            Msg::Written(ticket, written.map(|()| path))
        }
        Effect::Save(enquiry) => Msg::Saved(enquiry.id, guarded(|| desk.save(&enquiry))),
        Effect::Undo(id) => Msg::Undone(id, guarded(|| desk.undo(id))),
        Effect::Today => Msg::Today(guarded(|| desk.today())),
        Effect::Counts => Msg::Counts(guarded(|| desk.counts())),
        Effect::Hub => Msg::Hub(guarded(|| desk.hub())),
        Effect::Unfound(said) => {
            // Nobody waits for it, and no family is the worse for a word that was not counted.
            let _ = guarded(|| desk.count_unfound(&said));
            return None;
        }
        Effect::Care => {
            // An enquiry that is safe stays so whatever becomes of its backup, but somebody has to mend the backup.
            let failed = guarded(|| desk.care()).err();
            let failed = failed.map(|why| format!("The enquiry is saved, but today's backup was not made. {why}"));
            let mut notices = guarded(|| Ok(desk.notices())).unwrap_or_default();
            notices.extend(failed.map(|text| Notice { text, alert: true }));
            Msg::Told(notices)
        }
        Effect::Refresh => Msg::Refreshed(guarded(|| Ok(desk.refresh()?.map(|text| refreshed(desk, text))))),
        Effect::Fetch => Msg::Fetched(guarded(|| Ok(desk.fetch()?.map(|text| refreshed(desk, text))))),
        Effect::Ledger => Msg::Ledger(guarded(|| Ok(Box::new(Ledger::of(desk)?)))),
        Effect::Tally(ticket, ask) => Msg::Tallied(ticket, guarded(|| Ok(Box::new(desk.tally(&ask)?)))),
        Effect::Entry(ticket, id) => Msg::Entry(ticket, guarded(|| desk.card(&id, &Ask::default()))),
        Effect::Fields(ticket, id) => {
            Msg::Fields(ticket, guarded(|| Ok((desk.fields(&id)?, desk.card(&id, &Ask::default())?))))
        }
        Effect::Report(ticket, id, kind, note) => {
            Msg::Recorded(ticket, guarded(|| desk.report(&id, kind, note.as_deref())))
        }
        Effect::Check(ticket, id, how, role) => Msg::Recorded(ticket, guarded(|| desk.confirm(&id, how, &role))),
        Effect::Amend(ticket, id, fields, checked) => {
            Msg::Recorded(ticket, guarded(|| desk.amend(&id, &fields, checked)))
        }
        Effect::TakeBack(ticket, id) => Msg::Recorded(
            ticket,
            guarded(|| {
                desk.take_back(id)?;
                Ok("Taken back: it is not sent.".to_owned())
            }),
        ),
        Effect::Quit => return None,
    })
}

/// Returns what a changed catalogue brought.
fn refreshed(desk: &dyn Backend, text: String) -> Refreshed {
    Refreshed { text, face: desk.face(), needs: desk.needs(), places: desk.places(), news: desk.news().len() }
}

/// Returns the time until the hub's face has to be asked for again: the next day on the hub's wall, and an hour before it, because the night may lose one hour or have one twice.
pub fn until_midnight(now: chrono::NaiveDateTime) -> Duration {
    let next = now.date().succ_opt().and_then(|day| day.and_hms_opt(0, 0, 1));
    let left = next.and_then(|next| (next - now).to_std().ok()).unwrap_or(AGAIN);
    if left > 2 * HOUR { left - HOUR } else { left }
}

fn make(desk: &dyn Backend, order: &Order) -> Result<crate::slip::Slip> {
    desk.slip(&order.wanted)
}

/// Does something and brings every failure, even a panic, into words for the screen.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Answer<T> {
    caught(work).map_err(|broken| broken.hint("That part was started again.")).flatten().map_err(|e| e.to_string())
}

struct Worker {
    desk: Arc<dyn Backend>,
    answers: Sender<Msg>,
    opened: Instant,
    part: Part,
}

/// Tells that a worker ended in the middle of its work: nobody else would notice before there is more to do, and what it was doing waits for an answer.
impl Drop for Worker {
    fn drop(&mut self) {
        if thread::panicking() {
            // When the screen is gone too there is nobody to tell.
            let _ = self.answers.send(Msg::Died(self.part));
        }
    }
}

impl Worker {
    /// Starts the worker on a thread of its own and returns where its work goes in.
    fn start(self) -> Result<Sender<Effect>> {
        let (sender, receiver) = channel();
        let name = format!("{:?}", self.part).to_lowercase();
        let work = move || {
            let worker = self;
            // Goes before the worker tells that it died: what is sent after that is refused here, and not lost.
            let receiver = receiver;
            match worker.part {
                Part::Search | Part::Count => worker.newest(&receiver),
                Part::Store | Part::Print | Part::Jobs | Part::Fetch => worker.each(&receiver),
            }
        };
        let spawned = Builder::new().name(name).spawn(work);
        spawned.map(|_| sender).map_err(|e| Error::system("This machine has no room for another thread.").because(e))
    }

    /// Does every job in its turn.
    fn each(&self, work: &Receiver<Effect>) {
        while let Ok(effect) = work.recv() {
            if !self.reply(effect) {
                return;
            }
        }
    }

    /// Does the newest job of each kind and drops the older ones, which nobody waits for any more.
    fn newest(&self, work: &Receiver<Effect>) {
        while let Ok(first) = work.recv() {
            let mut waiting = vec![first];
            while let Ok(next) = work.try_recv() {
                waiting.retain(|old| std::mem::discriminant(old) != std::mem::discriminant(&next));
                waiting.push(next);
            }
            for effect in waiting {
                if !self.reply(effect) {
                    return;
                }
            }
        }
    }

    fn reply(&self, effect: Effect) -> bool {
        match answer(&*self.desk, effect, self.opened) {
            Some(msg) => self.answers.send(msg).is_ok(),
            None => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::parse_now;

    #[test]
    fn the_face_is_new_at_midnight_also_when_the_clocks_change() {
        use chrono::TimeZone;
        // Midday before: an ordinary night, the one that loses an hour, the one that has one twice.
        for day in ["2026-11-22", "2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25"] {
            let zone = chrono_tz::Europe::London;
            let noon = parse_now(&format!("{day}T00:30")).unwrap();
            let mut at = zone.from_local_datetime(&noon).unwrap();
            let next = noon.date().succ_opt().unwrap();
            let mut asked = 0;
            while at.date_naive() < next {
                at += until_midnight(at.naive_local());
                asked += 1;
            }
            let late = at.naive_local() - next.and_time(chrono::NaiveTime::MIN);
            assert!(late.num_seconds() <= 1 && asked <= 3, "{day}: {late} late, asked {asked} times");
        }
        assert!(until_midnight(chrono::NaiveDateTime::MAX) > Duration::ZERO);
    }
}
