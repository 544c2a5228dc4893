//! The rows: everything that may go wrong with a machine, as functions on a home.

use super::place::{Fault, Place};
use signpost::store::FILE;
use std::fs::{self, OpenOptions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

/// One fault.
pub struct Row {
    /// What is wrong.
    pub name: &'static str,
    /// Makes it so.
    pub set: fn(&Place) -> Fault,
    /// The desk opens all the same.
    pub opens: bool,
    /// Every command does its work all the same.
    pub serves: bool,
    /// Why the desk can't save what is logged, in its own words; without any it saves.
    pub unsaved: Option<&'static str>,
    /// What the desk says about it by itself.
    pub says: &'static [&'static str],
    /// What it finds for the words.
    pub finds: &'static str,
}

impl Row {
    /// Nothing can be saved at the desk, for this reason.
    const fn unsaved(self, why: &'static str) -> Self {
        Self { unsaved: Some(why), ..self }
    }

    /// The desk says so by itself.
    const fn says(self, says: &'static [&'static str]) -> Self {
        Self { says, ..self }
    }

    /// The desk finds this for the words.
    const fn finds(self, finds: &'static str) -> Self {
        Self { finds, ..self }
    }
}

const fn row(name: &'static str, set: fn(&Place) -> Fault) -> Row {
    Row { name, set, opens: true, serves: false, unsaved: None, says: &[], finds: "" }
}

/// A fault that no command fails of.
const fn harmless(name: &'static str, set: fn(&Place) -> Fault) -> Row {
    Row { serves: true, ..row(name, set) }
}

/// A fault with which there can be no desk.
const fn fatal(name: &'static str, set: fn(&Place) -> Fault) -> Row {
    Row { opens: false, ..row(name, set) }
}

/// Larger than anything that people write.
const LARGE: u64 = 50 << 20;

/// Without a catalogue or a hub in it, no enquiry could be counted for anybody.
const NO_HUB: &str = "this desk stands in no hub";

const SERVICE: &str = "ours/services/town/toy-library.toml";

fn write(place: &Place, name: &str, bytes: &[u8]) -> Fault {
    let path = place.path(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
    Fault::default()
}

fn binary() -> Vec<u8> {
    (0..=255).cycle().take(5000).collect()
}

fn large(place: &Place, name: &str) -> Fault {
    write(place, name, b"# ");
    OpenOptions::new().write(true).open(place.path(name)).unwrap().set_len(LARGE).unwrap();
    Fault::default()
}

fn link(place: &Place, to: &Path, name: &str) {
    symlink(to, place.path(name)).unwrap();
}

/// Takes permissions away from everybody; the program runs as somebody whom that holds back.
fn mode(place: &Place, name: &str, mode: u32) -> Fault {
    fs::set_permissions(place.path(name), PermissionsExt::from_mode(mode)).unwrap();
    Fault { as_nobody: true, ..Fault::default() }
}

fn said(words: impl Into<String>) -> Fault {
    Fault { words: words.into(), ..Fault::default() }
}

fn now(moment: &str) -> Fault {
    Fault { variables: vec![("SIGNPOST_NOW", Some(moment.to_owned()))], ..Fault::default() }
}

fn script(script: &'static str) -> Fault {
    Fault { script: Some(script), ..Fault::default() }
}

/// Changes the bytes of the store.
fn damage(place: &Place, change: impl Fn(&mut Vec<u8>)) -> Fault {
    let path = place.path("data").join(FILE);
    let mut bytes = fs::read(&path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
    Fault::default()
}

/// Does something to the store beforehand.
fn changed(place: &Place, sql: &str) -> Fault {
    rusqlite::Connection::open(place.path("data").join(FILE)).unwrap().execute_batch(sql).unwrap();
    Fault::default()
}

/// Changes each file of the compiled catalogue whose name ends so.
fn compiled(place: &Place, end: &str, change: impl Fn(&mut Vec<u8>)) -> Fault {
    let mut changed = 0;
    place.each_compiled(|path, bytes| {
        if path.display().to_string().ends_with(end) && !bytes.is_empty() {
            let mut bytes = bytes.to_vec();
            change(&mut bytes);
            fs::write(path, bytes).unwrap();
            changed += 1;
        }
    });
    assert!(changed > 0, "the compiled catalogue has no {end}");
    Fault::default()
}

/// Changes a byte here and there, and leaves the length as it is.
fn garble(bytes: &mut Vec<u8>) {
    let odd = |(at, byte): (usize, &u8)| if at % 7 == 0 { byte ^ 0x5a } else { *byte };
    *bytes = bytes.iter().enumerate().map(odd).collect();
}

fn halve(bytes: &mut Vec<u8>) {
    bytes.truncate(bytes.len() / 2);
}

/// Everything that may go wrong.
pub const ROWS: &[Row] = &[
    harmless("nothing", |_| Fault::default()),
    // The catalogue.
    row("broken TOML in a service", |p| write(p, SERVICE, b"name = broken\n[[")),
    row("broken TOML in catalogue.toml", |p| write(p, "ours/catalogue.toml", b"format = \n\""))
        .says(&["catalogue.toml"]),
    row("broken TOML in needs.toml", |p| write(p, "ours/needs.toml", b"[[needs]\nid = 5")).says(&["needs.toml"]),
    row("a binary file for a service", |p| write(p, SERVICE, &binary())),
    row("a binary file for needs.toml", |p| write(p, "ours/needs.toml", &binary())),
    row("a service of 50 MB", |p| large(p, "ours/services/town/large.toml")),
    row("needs.toml of 50 MB", |p| large(p, "ours/needs.toml")),
    row("catalogue.toml of 50 MB", |p| large(p, "ours/catalogue.toml")),
    row("links out of the folder", |p| {
        link(p, Path::new("/etc/passwd"), "ours/services/town/out.toml");
        link(p, Path::new("/etc"), "ours/services/out");
        Fault::default()
    }),
    row("loops of links", |p| {
        link(p, Path::new("loop.toml"), "ours/services/town/loop.toml");
        link(p, &p.path("ours/services"), "ours/services/town/loop");
        Fault::default()
    }),
    row("file names that a terminal obeys", |p| {
        write(p, "ours/services/town/\u{1b}[31m\u{202e}.toml", b"name = \"x\"\n");
        write(p, "ours/services/town/deep/\u{1b}[2J/x.toml", b"name = broken")
    }),
    row("a pipe for a service", |p| {
        fs::remove_file(p.path(SERVICE)).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(p.path(SERVICE)).status().unwrap().success());
        Fault::default()
    }),
    row("no permission on a service", |p| mode(p, SERVICE, 0)),
    row("no permission on a folder of services", |p| mode(p, "ours/services/town", 0)),
    row("no permission on the catalogue", |p| mode(p, "ours", 0)),
    row("an empty folder for the catalogue", |p| {
        fs::remove_dir_all(p.path("ours")).unwrap();
        fs::create_dir(p.path("ours")).unwrap();
        Fault::default()
    })
    .says(&["catalogue.toml"]),
    row("an empty folder, nothing compiled", |p| {
        fs::remove_dir_all(p.path("ours")).unwrap();
        fs::create_dir(p.path("ours")).unwrap();
        fs::remove_dir_all(p.path("cache")).unwrap();
        Fault::default()
    })
    .unsaved(NO_HUB),
    row("a file for the catalogue", |p| {
        fs::remove_dir_all(p.path("ours")).unwrap();
        write(p, "ours", b"")
    }),
    // What a family says.
    harmless("10,000 characters", |_| said("a food bank ".repeat(833))),
    harmless("10,000 characters in one word", |_| said("x".repeat(10_000))),
    harmless("emoji", |_| said("\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{1f37c} \u{1f1ec}\u{1f1e7}")),
    harmless("Arabic", |_| said("\u{637}\u{639}\u{627}\u{645} \u{644}\u{644}\u{639}\u{627}\u{626}\u{644}\u{629}")),
    harmless("signs", |_| said("\"*:~^\\")),
    harmless("signs around words", |_| said("+food -bank (toys) [a TO b] title:x AND \"")),
    // The process and its terminal.
    harmless("standard input closed", |_| script(r#"exec "$0" "$@" <&-"#)),
    row("nowhere to write answers", |_| {
        script(r#"if [ -t 1 ]; then exec "$0" "$@"; else exec "$0" "$@" >/dev/full; fi"#)
    }),
    row("standard output closed", |_| script(r#"if [ -t 1 ]; then exec "$0" "$@"; else exec "$0" "$@" >&-; fi"#)),
    row("nowhere to say anything", |_| Fault { deaf: true, ..script(r#"exec "$0" "$@" 2>/dev/full"#) }),
    row("standard error closed", |_| Fault { deaf: true, ..script(r#"exec "$0" "$@" 2>&-"#) }),
    harmless("a terminal of 1x1", |_| Fault { size: (1, 1), ..Fault::default() }),
    harmless("a terminal of 79x23", |_| Fault { size: (79, 23), ..Fault::default() }),
    harmless("a terminal of 500x200", |_| Fault { size: (500, 200), ..Fault::default() }),
    harmless("no programs", |_| Fault { variables: vec![("PATH", None)], ..Fault::default() }),
    harmless("a terminal that nobody knows", |_| Fault { variables: vec![("TERM", None)], ..Fault::default() }),
    row("no home", |_| {
        let names = ["HOME", "SIGNPOST_DATA_DIR", "SIGNPOST_CACHE_DIR", "SIGNPOST_CONFIG_DIR", "SIGNPOST_CATALOGUE"];
        Fault { variables: names.map(|name| (name, None)).into(), as_nobody: true, ..Fault::default() }
    })
    .says(&["permission denied"])
    .unsaved(NO_HUB),
    // The store.
    row("the store read-only", |p| {
        mode(p, &format!("data/{FILE}"), 0o400);
        mode(p, "data", 0o500)
    })
    .unsaved("The store of enquiries can't be written, so nothing was saved."),
    row("no permission on the data folder", |p| mode(p, "data", 0))
        .says(&["The data folder can't be written"])
        .unsaved("The data folder can't be written, so enquiries can't be saved."),
    row("no permission on the store", |p| mode(p, &format!("data/{FILE}"), 0))
        .says(&["The data folder can't be written"])
        .unsaved("The data folder can't be written, so enquiries can't be saved."),
    row("the store locked for itself by another", |_| Fault {
        meanwhile: Some("PRAGMA locking_mode = exclusive; BEGIN IMMEDIATE; UPDATE enquiry SET veil = 0; COMMIT"),
        ..Fault::default()
    })
    .says(&["Another program holds the store of enquiries"])
    .unsaved("Another program holds the store of enquiries, so nothing can be saved."),
    row("the store being written by another", |_| Fault { meanwhile: Some("BEGIN IMMEDIATE"), ..Fault::default() })
        .unsaved("Another Signpost is using the store of enquiries and did not finish."),
    row("the store's head damaged", |p| damage(p, |bytes| bytes[..100].fill(b'x')))
        .says(&["The store of enquiries was damaged."]),
    row("the store cut short", |p| damage(p, halve)).says(&["The store of enquiries was damaged."]),
    row("a page of the store damaged", |p| {
        damage(p, |bytes| {
            let page = 4096;
            bytes[page..2 * page].fill(0xff);
        })
    })
    .says(&["The store of enquiries was damaged."]),
    row("an empty file for the store", |p| damage(p, Vec::clear)),
    row("a folder for the store", |p| {
        fs::rename(p.path("data").join(FILE), p.path("data/moved")).unwrap();
        fs::create_dir(p.path("data").join(FILE)).unwrap();
        Fault::default()
    })
    .says(&["The data folder can't be written"])
    .unsaved("The data folder can't be written, so enquiries can't be saved."),
    row("the data folder is a file", |p| {
        fs::rename(p.path("data"), p.path("moved")).unwrap();
        write(p, "data", b"")
    })
    .says(&["The data folder can't be written"])
    .unsaved("The data folder can't be written, so enquiries can't be saved."),
    row("a newer store", |p| changed(p, "PRAGMA user_version = 99"))
        .says(&["written by a newer Signpost"])
        .unsaved("Update this Signpost to log here."),
    row("a store of another program", |p| changed(p, "PRAGMA application_id = 5"))
        .says(&["The store of enquiries was damaged."]),
    row("a full disk under the store", |p| p.full("data"))
        .says(&["The disk is full"])
        .unsaved("The disk is full, so enquiries can't be saved."),
    row("a full disk under everything", |p| p.full(""))
        .says(&["The disk is full"])
        .unsaved("The disk is full, so enquiries can't be saved."),
    harmless("the store in a network folder", |p| {
        let mounts = "20 1 0:20 / / rw - nfs4 server:/ rw\n";
        write(p, "mounts", mounts.as_bytes());
        p.preloaded(vec![("POWER_CUT_MOUNTS", Some(p.text("mounts")))])
    })
    .says(&["is on a network drive (nfs4)"]),
    // The compiled catalogue.
    harmless("the snapshot cut short", |p| compiled(p, ".bin", halve)),
    harmless("the index cut short", |p| compiled(p, ".idx", halve)),
    harmless("the snapshot half written", |p| {
        p.each_compiled(|path, _| {
            if path.ends_with("manifest.json") {
                fs::remove_file(path).unwrap()
            }
        });
        Fault::default()
    }),
    harmless("a snapshot of another version", |p| {
        compiled(p, "manifest.json", |bytes| {
            let text = String::from_utf8(bytes.clone()).unwrap();
            *bytes = text.replace("\"layout\":", "\"layout\":9").into_bytes();
        })
    }),
    harmless("the snapshot's head garbled", |p| compiled(p, "head.bin", garble)),
    row("the snapshot's records garbled", |p| {
        compiled(p, "rows.bin", garble);
        compiled(p, "records.bin", garble)
    }),
    row("all of the snapshot garbled", |p| compiled(p, "", garble)),
    row("the snapshot damaged and the catalogue refused", |p| {
        write(p, "ours/needs.toml", b"[[needs]\nid = 5");
        compiled(p, "", garble)
    })
    .says(&["needs.toml"])
    .unsaved(NO_HUB),
    row("the snapshot's index garbled", |p| {
        for end in [".term", ".idx", ".pos", ".fast", ".fieldnorm", ".store", "meta.json"] {
            let mut there = false;
            p.each_compiled(|path, _| there |= path.display().to_string().ends_with(end));
            if there {
                compiled(p, end, garble);
            }
        }
        Fault::default()
    }),
    row("the words of the snapshot garbled", |p| {
        compiled(p, "weighs.bin", garble);
        compiled(p, "mistypings.bin", garble)
    }),
    harmless("no current snapshot", |p| compiled(p, "current", |bytes| *bytes = b"../../data".to_vec())),
    harmless("no snapshot", |p| {
        fs::remove_dir_all(p.path("cache")).unwrap();
        Fault::default()
    }),
    row("the cache is a file", |p| {
        fs::remove_dir_all(p.path("cache")).unwrap();
        write(p, "cache", b"")
    }),
    row("no permission on the cache", |p| mode(p, "cache", 0)),
    row("the cache read-only", |p| {
        fn close(path: &Path) {
            let file = path.is_file();
            fs::read_dir(path).into_iter().flatten().for_each(|entry| close(&entry.unwrap().path()));
            fs::set_permissions(path, PermissionsExt::from_mode(if file { 0o400 } else { 0o500 })).unwrap();
        }
        close(&p.path("cache"));
        Fault { as_nobody: true, ..Fault::default() }
    }),
    row("a full disk under the cache", |p| {
        write(p, SERVICE, b"name = \"changed\"\n");
        p.full("cache")
    }),
    // Settings and keys.
    row("a hub that the catalogue doesn't have", |p| {
        let settings = format!("catalogue = {:?}\nhub = \"no-such-hub\"\n", p.text("ours"));
        write(p, "config/settings.toml", settings.as_bytes())
    })
    .says(&["There is no hub \"no-such-hub\" in the catalogue (set by", "config/settings.toml)"])
    .finds("Toy library")
    .unsaved(NO_HUB),
    row("settings broken", |p| write(p, "config/settings.toml", b"hub = \ncatalogue = /x\nx"))
        .says(&["No catalogue was opened, because", "config/settings.toml:2:13"])
        .unsaved(NO_HUB),
    row("settings of binary", |p| write(p, "config/settings.toml", &binary()))
        .says(&["No catalogue was opened, because", "config/settings.toml"])
        .unsaved(NO_HUB),
    row("settings of 50 MB", |p| large(p, "config/settings.toml"))
        .says(&["No catalogue was opened, because", "config/settings.toml"])
        .unsaved(NO_HUB),
    row("a folder for the settings", |p| {
        fs::remove_file(p.path("config/settings.toml")).unwrap();
        fs::create_dir(p.path("config/settings.toml")).unwrap();
        Fault::default()
    })
    .says(&["No catalogue was opened, because", "config/settings.toml"])
    .unsaved(NO_HUB),
    row("a pipe for the settings", |p| {
        fs::remove_file(p.path("config/settings.toml")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(p.path("config/settings.toml")).status().unwrap().success());
        Fault::default()
    })
    .says(&["No catalogue was opened, because", "config/settings.toml"])
    .unsaved(NO_HUB),
    row("no permission on the settings", |p| mode(p, "config/settings.toml", 0))
        .says(&["No catalogue was opened, because", "config/settings.toml"])
        .unsaved(NO_HUB),
    harmless("a keymap broken", |p| write(p, "config/keymap.toml", b"[desk]\nadd = \n"))
        .says(&["config/keymap.toml:2:"]),
    harmless("a keymap of binary", |p| write(p, "config/keymap.toml", &binary())).says(&["config/keymap.toml"]),
    harmless("a keymap of 50 MB", |p| large(p, "config/keymap.toml")).says(&["config/keymap.toml"]),
    harmless("a folder for the keymap", |p| {
        fs::create_dir(p.path("config/keymap.toml")).unwrap();
        Fault::default()
    })
    .says(&["config/keymap.toml"]),
    // What a command is handed.
    row("an import and a list of 50 MB", |p| {
        large(p, "list.tsv");
        large(p, "changes.json");
        large(p, "register.json");
        large(p, "other.jsonl")
    }),
    row("an import and a list of binary", |p| {
        write(p, "list.tsv", &binary());
        write(p, "changes.json", &binary());
        write(p, "register.json", &binary());
        write(p, "other.jsonl", &binary())
    }),
    row("no import and no list", |p| {
        for name in ["list.tsv", "changes.json", "register.json", "other.jsonl"] {
            fs::remove_file(p.path(name)).unwrap();
        }
        Fault::default()
    }),
    row("files where new ones go", |p| {
        write(p, "out.jsonl", b"a letter");
        write(p, "out.json", b"a letter");
        write(p, "out.sqlite", b"a letter");
        write(p, "new/letter.txt", b"a letter")
    }),
    // The clock.
    harmless("the clock set back a year", |_| now("2025-11-22T10:15")),
    harmless("the clock set to 1970", |_| now("1970-01-01T00:00")),
    harmless("a minute after midnight", |_| now("2026-11-23T00:01")),
    harmless("an hour that the spring leaves out", |_| now("2026-03-29T01:30")),
    harmless("an hour that the autumn has twice", |_| now("2026-10-25T01:30")),
    harmless("the clock far ahead", |_| now("2199-12-31T23:59")),
    fatal("a clock that is none", |_| now("soon")),
];
