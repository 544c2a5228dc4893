//! What waits to be sent, in the store and its backups.

use super::*;

pub fn outgoing(change: &str, remark: Option<&str>) -> Outgoing {
    Outgoing {
        id: Uuid::new_v4(),
        day: day("2026-11-22"),
        change: format!("{{\"service\":\"{change}\"}}"),
        remark: remark.map(str::to_owned),
        stage: Stage::Waiting,
    }
}

#[test]
fn what_waits_for_the_catalogue_keeps_its_order_and_leaves_no_trace() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, now) = (Store::open(dir.path()).unwrap(), clock("2026-11-22T10:15"));
    let all: Vec<Outgoing> =
        (0..20).map(|n| outgoing(&format!("service-{n}"), Some("said\u{202e} the caretaker"))).collect();
    all.iter().for_each(|one| store.put_out(one).unwrap());
    store.put_out(&outgoing("long", Some(&"x".repeat(900)))).unwrap();
    store.put_out(&all[3]).unwrap();
    let sent = Stage::Sent { branch: "main".into(), commit: "abc".into() };
    Store::open(dir.path()).unwrap().mark_out(all[1].id, &sent).unwrap();
    store.mark_out(all[2].id, &Stage::Hindered("Mend it.".into())).unwrap();
    let there = store.outgoing().unwrap();
    assert_eq!(
        there.iter().take(20).map(|one| one.id).collect::<Vec<_>>(),
        all.iter().map(|one| one.id).collect::<Vec<_>>()
    );
    assert_eq!(
        (there[0].remark.as_deref(), there[20].remark.as_ref().unwrap().len()),
        (Some("said the caretaker"), 200)
    );
    assert_eq!((&there[1].stage, &there[2].stage), (&sent, &Stage::Hindered("Mend it.".into())));
    store.save(&full("housing"), &now).unwrap();
    store.care(&now).unwrap().unwrap();
    let mut export = Vec::new();
    store.export_to(&mut export).unwrap();
    assert!(!String::from_utf8(export).unwrap().contains("caretaker"), "it never leaves in an export");
    assert!(holds(dir.path(), "the caretaker"));
    let ids: Vec<Uuid> = there.iter().map(|one| one.id).collect();
    assert_eq!((store.take_out(&ids).unwrap(), store.take_out(&ids).unwrap()), (21, 0));
    assert!(store.notices().is_empty() && store.outgoing().unwrap().is_empty());
    assert!(!holds(dir.path(), "the caretaker"), "file, log and backups are rid of it");
}

#[test]
fn a_backup_brings_back_what_waits_and_a_restore_loses_nothing_that_came_since() {
    let dir = tempfile::tempdir().unwrap();
    let now = clock("2026-11-22T10:15");
    let (early, late) = (outgoing("early", None), outgoing("late", Some("by phone")));
    let backup = dir.path().join("backup.sqlite");
    let mut store = Store::open(dir.path()).unwrap();
    store.save(&full("housing"), &now).unwrap();
    store.put_out(&early).unwrap();
    back_up(dir.path(), &backup, false).unwrap();
    store.take_out(&[early.id]).unwrap();
    store.put_out(&late).unwrap();
    drop(store);
    // The backup is older than what waits today.
    restore(dir.path(), &backup).unwrap();
    assert_eq!(Store::open(dir.path()).unwrap().outgoing().unwrap(), [late]);
    // Without a store, what waits is what waited then; another desk takes only the enquiries.
    let (own, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    restore(own.path(), &backup).unwrap();
    assert_eq!(Store::open(own.path()).unwrap().outgoing().unwrap(), std::slice::from_ref(&early));
    let mut stranger = Store::open(other.path()).unwrap();
    assert_eq!(stranger.import(std::slice::from_ref(&backup)).unwrap().added, 1);
    assert!(stranger.outgoing().unwrap().is_empty());
    let mut store = Store::open(dir.path()).unwrap();
    store.import(&[backup]).unwrap();
    assert_eq!(store.outgoing().unwrap().len(), 2, "a damaged store gets its own back by an import");
}

#[test]
fn a_store_of_the_first_version_gets_its_outbox() {
    let dir = tempfile::tempdir().unwrap();
    let enquiry = full("housing");
    Store::open(dir.path()).unwrap().save(&enquiry, &clock("2026-11-22")).unwrap();
    let older = Connection::open(dir.path().join(FILE)).unwrap();
    older.execute_batch(&format!("{WITHOUT_THIRD} DROP TABLE outbox; PRAGMA user_version = 1")).unwrap();
    drop(older);
    let mut store = Store::open(dir.path()).unwrap();
    store.put_out(&outgoing("any", None)).unwrap();
    assert_eq!((store.outgoing().unwrap().len(), store.on(day("2026-11-22")).unwrap().len()), (1, 1));
}
