//! Where everything lives, which layer set it, and who else on this machine can read it.

use super::Findings;
use crate::desk::Setup;
use crate::paths::Paths;
use crate::settings::Layer;
use crate::store::{BACKUPS, FILE};
use std::path::Path;

/// Tells each folder with the layer that set it.
pub fn examine(setup: &Setup, findings: &mut Findings) {
    if let Ok(program) = std::env::current_exe() {
        findings.ok("program", format!("Signpost {} is {}.", env!("CARGO_PKG_VERSION"), program.display()));
    }
    let paths = &setup.paths;
    let usual = Paths::find().ok();
    for (check, name, path, variable, usual) in [
        ("settings-folder", "Settings", &paths.config, "SIGNPOST_CONFIG_DIR", usual.as_ref().map(|u| &u.config)),
        ("data-folder", "Enquiries", &paths.data, "SIGNPOST_DATA_DIR", usual.as_ref().map(|u| &u.data)),
        (
            "cache-folder",
            "The compiled catalogue",
            &paths.cache,
            "SIGNPOST_CACHE_DIR",
            usual.as_ref().map(|u| &u.cache),
        ),
    ] {
        let set = std::env::var_os(variable).is_some_and(|value| !value.is_empty());
        let from = match usual {
            Some(usual) if usual != path => Layer::Flag("--data-dir"),
            _ if set => Layer::Environment(variable),
            _ => Layer::BuiltIn,
        };
        let yet = if path.exists() { "" } else { "; not there yet, made when it is needed" };
        let what = format!("{name}: {} ({}){yet}.", path.display(), set_by(&from));
        if path.exists() && !path.is_dir() {
            findings.broken(
                check,
                format!("{} is no folder ({}).", path.display(), set_by(&from)),
                "Move that file away.",
            );
        } else {
            findings.ok(check, what);
        }
    }
    private(&setup.paths.data, findings);
    writable(&setup.paths, findings);
}

/// Tells every setting with its layer.
pub fn settings(setup: &Setup, findings: &mut Findings) {
    let file = setup.paths.config.join("settings.toml");
    for problem in &setup.settings_problems {
        findings.error("settings", problem);
    }
    if file.exists() && setup.settings_problems.is_empty() {
        findings.ok("settings", format!("{} can be read.", file.display()));
    } else if !file.exists() {
        findings.ok("settings", format!("There is no {}; the built-in settings hold.", file.display()));
    }
    for (name, value, from) in setup.settings.list() {
        findings.ok("setting", format!("{name} = {value} ({})", set_by(from)));
    }
}

/// Returns the layer in words: "built in", "set by SIGNPOST_HUB".
pub fn set_by(from: &Layer) -> String {
    match from {
        Layer::BuiltIn => from.to_string(),
        _ => format!("set by {from}"),
    }
}

/// Looks whether other users of this machine can read the enquiries.
#[cfg(unix)]
fn private(data: &Path, findings: &mut Findings) {
    let Some(folder) = mode(data) else { return };
    let files = [data.join(FILE), data.join(format!("{FILE}-wal")), data.join(BACKUPS)];
    let inside = files.into_iter().chain(crate::store::backups(data)).chain(crate::store::kept_aside(data));
    let open: Vec<_> = inside.filter(|path| mode(path).is_some_and(|mode| mode & 0o077 != 0)).collect();
    let hint = format!("Take the others' access away: chmod -R go= {}", data.display());
    match (folder & 0o077 != 0, open.first()) {
        (false, _) => findings.ok("permissions", "Only this user can read the enquiries."),
        (true, None) => findings.look(
            "permissions",
            format!(
                "Other users of this computer can look into {}; the files in it are this user's only.",
                data.display()
            ),
            hint,
        ),
        (true, Some(path)) => findings.broken(
            "permissions",
            format!("Other users of this computer can read enquiries: {}.", path.display()),
            hint,
        ),
    }
}

#[cfg(not(unix))]
fn private(_: &Path, findings: &mut Findings) {
    findings.look(
        "permissions",
        "Not known: who else can read the enquiries.",
        "Ask IT that only this user can open the data folder.",
    );
}

#[cfg(unix)]
fn mode(path: &Path) -> Option<u32> {
    Some(std::os::unix::fs::PermissionsExt::mode(&path.metadata().ok()?.permissions()))
}

/// Looks whether this user can write where Signpost has to.
fn writable(paths: &Paths, findings: &mut Findings) {
    let store = paths.data.join(FILE);
    let closed: Vec<&Path> =
        [&paths.data, &paths.cache, &store].into_iter().map(|p| p.as_path()).filter(|p| !may_write(p)).collect();
    match closed.first() {
        None => findings.ok("writable", "This user can write enquiries and the compiled catalogue."),
        Some(path) => findings.broken(
            "writable",
            format!("This user can't write {}.", path.display()),
            "Ask whoever looks after this computer for access.",
        ),
    }
}

/// Returns whether a path can be written, or made when it is not there; as far as that can be told without trying.
fn may_write(path: &Path) -> bool {
    let Some(there) = path.ancestors().find(|p| p.exists()) else { return false };
    #[cfg(unix)]
    {
        rustix::fs::access(there, rustix::fs::Access::WRITE_OK).is_ok()
    }
    #[cfg(not(unix))]
    {
        there.metadata().is_ok_and(|meta| meta.is_dir() || !meta.permissions().readonly())
    }
}
