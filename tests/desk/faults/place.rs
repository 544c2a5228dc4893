//! A machine with a desk that was used before, for one cell of the table.

use crate::common::{Home, shim};
use assert_cmd::Command;
use serde_json::json;
use signpost::catalogue::{Folder, ReportKind};
use signpost::clock::{Clock, parse_now};
use signpost::record::Enquiry;
use signpost::snapshot::Cache;
use signpost::store::{FILE, Outgoing, Stage, Store, back_up};
use signpost::upkeep::{Change, What};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

/// Longest that a command may take, store locked by another and machine busy.
pub const WAIT: Duration = Duration::from_secs(30);

/// What a fault does besides what it did to the files.
pub struct Fault {
    /// Variables of the environment; one without a value is taken away.
    pub variables: Vec<(&'static str, Option<String>)>,
    /// A shell script that ends by running the program: `exec "$0" "$@"`.
    pub script: Option<&'static str>,
    /// The program runs as somebody whom permissions hold back.
    pub as_nobody: bool,
    /// What a family says.
    pub words: String,
    /// Size of the terminal.
    pub size: (u16, u16),
    /// Nobody hears what is said.
    pub deaf: bool,
    /// What another program does with the store, and keeps while the command runs.
    pub meanwhile: Option<&'static str>,
}

impl Default for Fault {
    fn default() -> Self {
        Self {
            variables: Vec::new(),
            script: None,
            as_nobody: false,
            words: "toys".to_owned(),
            size: (80, 24),
            deaf: false,
            meanwhile: None,
        }
    }
}

/// A machine with a catalogue, compiled, and a store with enquiries, something to be sent, and a backup.
pub struct Place {
    pub home: Home,
}

impl Place {
    /// Returns the machine before the fault.
    pub fn new() -> Self {
        let place = Self { home: Home::in_memory() };
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/good"), &place.path("ours"));
        copy(used(), &place.path(""));
        place.home.write("config/settings.toml", &format!("catalogue = {:?}\n", place.text("ours")));
        let folder = Folder::Disk(place.path("ours"));
        Cache::of(&place.path("cache"), &folder).compile(&folder, clock()).unwrap();
        place
    }

    /// Returns a path in the home.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path(name)
    }

    /// Returns a path in the home as an argument.
    pub fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    /// Returns the id of what waits at this desk to be sent.
    pub fn waiting(&self) -> String {
        waiting().id.to_string()
    }

    /// Returns the ids of the enquiries and of what waits in all files of the data folder, damaged ones and backups too. Erased ones are overwritten by the store, so that what stands there counts.
    pub fn enquiries(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        each_file(&self.path("data"), &mut |_, bytes| {
            for id in known_ids().iter().chain([&self.waiting()]) {
                if bytes.windows(id.len()).any(|part| part == id.as_bytes()) {
                    found.insert(id.clone());
                }
            }
        });
        found
    }

    /// Returns how many enquiries the store holds that were not there before; none when it can't be read.
    pub fn logged(&self) -> usize {
        let ids = || -> rusqlite::Result<Vec<String>> {
            let db = rusqlite::Connection::open(self.path("data").join(FILE))?;
            let mut ids = db.prepare("SELECT id FROM enquiry")?;
            ids.query_map([], |row| row.get(0))?.collect()
        };
        ids().unwrap_or_default().iter().filter(|id| !known_ids().contains(id)).count()
    }

    /// Does with the store what another program does, for as long as what this returns is kept. Nobody may read the file beside it: closing a file lets go of all locks of this process.
    pub fn meanwhile(&self, fault: &Fault) -> Option<rusqlite::Connection> {
        fault.meanwhile.map(|sql| {
            let db = rusqlite::Connection::open(self.path("data").join(FILE)).unwrap();
            db.execute_batch(sql).unwrap();
            db
        })
    }

    /// Returns the program with its arguments, under a fault.
    pub fn command(&self, fault: &Fault, arguments: &[String]) -> Command {
        let line = self.line(fault, arguments);
        let mut command = Command::new(&line[0]);
        command.args(&line[1..]).env_clear().current_dir(self.path("."));
        command.envs(self.environment(fault));
        command
    }

    /// Returns the words of the command line that runs the program under a fault.
    pub fn line(&self, fault: &Fault, arguments: &[String]) -> Vec<String> {
        let mut line = Vec::new();
        let mut program = env!("CARGO_BIN_EXE_signpost").to_owned();
        if fault.as_nobody && is_root() {
            // Root may do everything, so somebody else runs it, from where everybody may.
            own(&self.path("."), NOBODY);
            program = for_everybody().display().to_string();
            let id = NOBODY.to_string();
            line.extend(["setpriv", "--reuid", &id, "--regid", &id, "--clear-groups"].map(str::to_owned));
        }
        if let Some(script) = fault.script {
            line.extend(["sh", "-c", script].map(str::to_owned));
        }
        line.push(program);
        line.extend_from_slice(arguments);
        line
    }

    /// Returns the variables under a fault.
    pub fn environment(&self, fault: &Fault) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> =
            self.home.environment().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        all.push(("PATH".to_owned(), std::env::var("PATH").unwrap_or_default()));
        all.push(("TERM".to_owned(), "xterm-256color".to_owned()));
        for (name, value) in &fault.variables {
            all.retain(|(other, _)| other != name);
            all.extend(value.iter().map(|value| ((*name).to_owned(), value.clone())));
        }
        all
    }

    /// Returns the fault of a disk without room under a folder of the home.
    pub fn full(&self, folder: &str) -> Fault {
        let folder = self.text(folder);
        self.preloaded(vec![("POWER_CUT_FOLDER", Some(folder.clone())), ("POWER_CUT_FULL", Some(folder))])
    }

    /// Returns the fault that the preloaded library makes with these variables.
    pub fn preloaded(&self, mut variables: Vec<(&'static str, Option<String>)>) -> Fault {
        variables.push(("LD_PRELOAD", Some(shim().display().to_string())));
        Fault { variables, ..Fault::default() }
    }

    /// Calls `f` with every file of the compiled catalogue.
    pub fn each_compiled(&self, mut f: impl FnMut(&Path, &[u8])) {
        each_file(&self.path("cache"), &mut f);
    }
}

/// The user "nobody" of every Linux.
const NOBODY: u32 = 65534;

fn clock() -> Clock {
    Clock::fixed(parse_now(crate::common::NOW).unwrap())
}

/// Returns the files of a desk that was used: its store, exports of another desk, a list for the judge, another register.
fn used() -> &'static Path {
    static USED: OnceLock<tempfile::TempDir> = OnceLock::new();
    let made = USED.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        save(&data, known_ids());
        let change = serde_json::to_string(waiting()).unwrap();
        let outgoing = Outgoing { id: waiting().id, day: waiting().on, change, remark: None, stage: Stage::Waiting };
        Store::open(&data).unwrap().put_out(&outgoing).unwrap();
        back_up(&data, &dir.path().join("copy.sqlite"), false).unwrap();
        let other = dir.path().join("other");
        save(&other, &[uuid::Uuid::new_v4().to_string()]);
        Store::open(&other).unwrap().export(&dir.path().join("other.jsonl"), false).unwrap();
        std::fs::remove_dir_all(other).unwrap();
        std::fs::write(dir.path().join("list.tsv"), "query\tprimary_need\nfood\tfood-support\n").unwrap();
        let changes = json!({"signpost": {"kind": "changes", "format": 1}, "changes": [report(ReportKind::Full)]});
        std::fs::write(dir.path().join("changes.json"), changes.to_string()).unwrap();
        let register = json!([{
            "id": "a1", "name": "Saturday Pantry", "description": "Food bank for families.", "status": "active",
            "organization": {"id": "o1", "name": "Helping Hands"},
        }]);
        std::fs::write(dir.path().join("register.json"), register.to_string()).unwrap();
        dir
    });
    made.path()
}

fn save(folder: &Path, ids: &[String]) {
    let mut store = Store::open(folder).unwrap();
    for id in ids {
        let enquiry = Enquiry { id: id.parse().unwrap(), ..Enquiry::quick_chat("mill-lane") };
        store.save(&enquiry, &clock()).unwrap();
        store.care(&clock()).unwrap();
    }
}

/// Returns what waits to be sent.
fn waiting() -> &'static Change {
    static WAITING: OnceLock<Change> = OnceLock::new();
    WAITING.get_or_init(|| report(ReportKind::Other))
}

fn report(kind: ReportKind) -> Change {
    Change::new("toy-library", clock().today(), What::Report(kind))
}

/// Returns the ids of what was saved before.
fn known_ids() -> &'static [String] {
    static IDS: OnceLock<Vec<String>> = OnceLock::new();
    IDS.get_or_init(|| (0..3).map(|_| uuid::Uuid::new_v4().to_string()).collect())
}

/// Returns a copy of the program where everybody may run it.
fn for_everybody() -> &'static Path {
    use std::os::unix::fs::PermissionsExt;
    static PROGRAM: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let made = PROGRAM.get_or_init(|| {
        let found = std::process::Command::new("setpriv").arg("--version").output();
        found.expect("as root these tests need setpriv: on Debian and Ubuntu apt-get install util-linux");
        let dir = tempfile::tempdir().unwrap();
        std::fs::set_permissions(dir.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let program = dir.path().join("signpost");
        std::fs::copy(env!("CARGO_BIN_EXE_signpost"), &program).unwrap();
        (dir, program)
    });
    &made.1
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").unwrap().uid() == 0
}

/// Gives a folder and all in it to a user.
fn own(path: &Path, user: u32) {
    if !path.is_symlink() {
        std::os::unix::fs::chown(path, Some(user), Some(user)).unwrap();
        for entry in std::fs::read_dir(path).into_iter().flatten() {
            own(&entry.unwrap().path(), user);
        }
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Calls `f` with every file below a folder, or with the file itself.
pub fn each_file(path: &Path, f: &mut dyn FnMut(&Path, &[u8])) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap().flatten() {
            each_file(&entry.path(), f);
        }
    } else if let Ok(bytes) = std::fs::read(path) {
        f(path, &bytes);
    }
}
