//! A home of its own for every test, so that nothing of this machine leaks in or out.

pub use super::fake::NOW;
use assert_cmd::Command;
use std::path::{Path, PathBuf};
use std::process::Output;

/// A user with an empty home.
pub struct Home {
    dir: tempfile::TempDir,
}

/// What a command answered.
pub struct Answer {
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// Exit code.
    pub code: i32,
}

impl Home {
    /// Returns a user with an empty home.
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// Returns a user with an empty home in memory where there is such a place: for tests that make many.
    pub fn in_memory() -> Self {
        Self { dir: in_memory() }
    }

    /// Returns a path in the home.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file in the home, with the folders above it.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Returns the program, started in the home with nothing of this machine's environment.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_signpost"));
        command.env_clear().current_dir(self.dir.path());
        for (name, folder) in self.environment() {
            command.env(name, folder);
        }
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command
    }

    /// Returns the variables that make this home the program's.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let text = |name: &str| self.path(name).display().to_string();
        vec![
            ("HOME", self.dir.path().display().to_string()),
            ("SIGNPOST_DATA_DIR", text("data")),
            ("SIGNPOST_CACHE_DIR", text("cache")),
            ("SIGNPOST_CONFIG_DIR", text("config")),
            ("SIGNPOST_NOW", NOW.to_owned()),
        ]
    }

    /// Runs the program to its end.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Answer {
        answer(self.command().args(arguments).output().unwrap())
    }
}

impl Answer {
    /// Returns all of the answer as one text, with the home's folder and every random id blanked out.
    #[must_use]
    pub fn whole(&self, home: &Home) -> String {
        let mut text = self.out.clone();
        if !self.err.is_empty() {
            text.push_str("--- said\n");
            text.push_str(&self.err);
        }
        text.push_str(&format!("--- exit code {}", self.code));
        let text = text.replace(&home.path("").display().to_string(), "~/");
        let ids: Vec<String> = text
            .split(|c: char| !c.is_ascii_hexdigit() && c != '-')
            .filter(|word| word.len() == 36)
            .map(str::to_owned)
            .collect();
        ids.iter().fold(text, |text, id| text.replace(id, "<id>"))
    }
}

/// Returns an empty folder, in memory where there is such a place: syncing is then free.
pub fn in_memory() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// Returns what a finished command answered.
pub fn answer(output: Output) -> Answer {
    Answer {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// Returns the starter catalogue of this repository.
pub fn starter() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("services_catalog")
}

/// Runs a command on the starter catalogue of this repository.
pub fn on_starter(home: &Home, arguments: &[&str]) -> Answer {
    let starter = starter().display().to_string();
    home.run(&[&["--catalogue", &starter], arguments].concat())
}

/// Returns a command that runs one ignored test of this binary in a process of its own.
pub fn again(test: &str) -> std::process::Command {
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "--nocapture", "--test-threads=1", test]);
    command
}

/// Returns the library that notes each change to the files of a folder, compiled once.
pub fn shim() -> &'static Path {
    static SHIM: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();
    SHIM.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/power_cut/shim.c");
        let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("power_cut-{}.so", std::process::id()));
        let compiled = std::process::Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(&made)
            .arg(source)
            .arg("-ldl")
            .output()
            .expect("the power-cut tests need a C compiler called cc: install it, on Debian and Ubuntu with apt-get install gcc libc6-dev");
        assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
        made
    })
}
