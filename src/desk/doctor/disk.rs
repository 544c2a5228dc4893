//! The disk under the enquiries: is it encrypted, is it of this machine, is there space.

use super::{Findings, count};
use crate::desk::Setup;
use crate::paths::{Mount, is_share};
use std::path::{Path, PathBuf};

/// Less space than this should be looked at.
const LITTLE: u64 = 200 << 20;
/// With less space than this saving will soon fail.
const NEXT_TO_NOTHING: u64 = 10 << 20;

/// File systems that encrypt by themselves.
const ENCRYPTING: &[&str] = &["ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs", "fuse.securefs"];

/// Folders that a program copies elsewhere while files change.
const COPIED: &[&str] =
    &["OneDrive", "Dropbox", "Google Drive", "GoogleDrive", "Nextcloud", "ownCloud", "iCloudDrive", "Mobile Documents"];

/// Looks at the disk that holds the data folder, and whether the cache is on this machine.
pub fn examine(setup: &Setup, findings: &mut Findings) {
    let mount = Mount::of(&setup.paths.data);
    encryption(mount.as_ref(), Path::new("/sys"), findings);
    place(&setup.paths.data, mount.as_ref(), findings);
    if let Some(remote) = Mount::of(&setup.paths.cache).filter(Mount::is_networked) {
        findings.look(
            "cache-place",
            format!("The compiled catalogue lies in a network folder ({}); that is slow.", remote.kind),
            "Set SIGNPOST_CACHE_DIR to a folder on this computer.",
        );
    }
    space(&setup.paths.data, findings);
}

/// Tells whether whoever takes the disk away can read what is on it.
fn encryption(mount: Option<&Mount>, sys: &Path, findings: &mut Findings) {
    let ask = "Ask IT whether the disk of this computer is encrypted.";
    let Some(mount) = mount else {
        let named = if cfg!(target_os = "macos") {
            " (FileVault)"
        } else if cfg!(windows) {
            " (BitLocker)"
        } else {
            ""
        };
        return findings.look("encryption", format!("Not known: whether the disk is encrypted{named}."), ask);
    };
    match is_encrypted(mount, sys) {
        Some(true) => findings.ok("encryption", "The disk that holds the enquiries is encrypted."),
        Some(false) => findings.look(
            "encryption",
            format!("The disk that holds the enquiries ({}) is not encrypted as far as Linux tells.", mount.source),
            "Whoever takes this computer away could read them: ask IT to encrypt its disk.",
        ),
        None => findings.look(
            "encryption",
            format!("Not known: whether the disk that holds the enquiries is encrypted ({}).", mount.kind),
            ask,
        ),
    }
}

/// Returns whether a mount is encrypted, where that can be told. `sys` is the kernel's view of the devices.
fn is_encrypted(mount: &Mount, sys: &Path) -> Option<bool> {
    if ENCRYPTING.contains(&mount.kind.as_str()) {
        return Some(true);
    }
    let by_number = sys.join("dev/block").join(&mount.device);
    let device = if by_number.exists() {
        by_number.canonicalize().ok()?
    } else {
        // Some file systems have a number of their own that names no device.
        let source = Path::new(&mount.source).canonicalize().ok().filter(|path| path.starts_with("/dev"))?;
        sys.join("class/block").join(source.file_name()?).canonicalize().ok()?
    };
    Some(lies_on_crypt(&device, 0))
}

/// Returns whether a device is dm-crypt (LUKS), or all that it is made of is.
fn lies_on_crypt(device: &Path, depth: u32) -> bool {
    if std::fs::read_to_string(device.join("dm/uuid")).is_ok_and(|uuid| uuid.starts_with("CRYPT-")) {
        return true;
    }
    if depth > 8 {
        return false;
    }
    if device.join("partition").exists() {
        return device.parent().is_some_and(|whole| lies_on_crypt(whole, depth + 1));
    }
    let below = std::fs::read_dir(device.join("slaves")).into_iter().flatten().flatten();
    let below: Vec<PathBuf> = below.filter_map(|entry| entry.path().canonicalize().ok()).collect();
    !below.is_empty() && below.iter().all(|device| lies_on_crypt(device, depth + 1))
}

/// Tells whether the data folder is on this machine, and stays there.
fn place(data: &Path, mount: Option<&Mount>, findings: &mut Findings) {
    let move_it = "Move it to a folder on this computer: --data-dir or SIGNPOST_DATA_DIR.";
    let remote = mount.filter(|mount| mount.is_networked()).map(|mount| mount.kind.as_str());
    if let Some(kind) = remote.or(is_share(data).then_some("a share")) {
        return findings.broken(
            "place",
            format!("The data folder lies in a network folder ({kind}), where the store of enquiries can be damaged."),
            move_it,
        );
    }
    if mount.is_some_and(|mount| matches!(mount.kind.as_str(), "tmpfs" | "ramfs")) {
        return findings.broken(
            "place",
            "The data folder lies in this computer's memory: after a restart every enquiry is gone.",
            move_it,
        );
    }
    let copied = data.components().filter_map(|part| part.as_os_str().to_str());
    let copied = copied.into_iter().find(|part| COPIED.iter().any(|name| part.starts_with(name)));
    match copied {
        Some(name) => findings.broken(
            "place",
            format!("The data folder lies in a folder that is copied elsewhere ({name}): enquiries leave this computer, and the store can be damaged."),
            move_it,
        ),
        None if mount.is_some() => findings.ok("place", "The data folder is on this computer."),
        None => findings.look(
            "place",
            "Not known: whether the data folder is on this computer or in a network folder.",
            "Ask IT; the store of enquiries can be damaged in a network folder.",
        ),
    }
}

fn space(data: &Path, findings: &mut Findings) {
    #[cfg(unix)]
    let there = data.ancestors().find_map(|above| rustix::fs::statvfs(above).ok());
    #[cfg(unix)]
    if let Some(disk) = there {
        let free = disk.f_bavail.saturating_mul(disk.f_frsize);
        let left = count(free >> 20, "MB is", "MB are");
        match free {
            ..NEXT_TO_NOTHING => {
                findings.broken("space", format!("The disk is full: {left} left."), "Free some space.")
            }
            NEXT_TO_NOTHING..LITTLE => {
                findings.look("space", format!("The disk is nearly full: {left} left."), "Free some space.")
            }
            _ => findings.ok("space", "There is space on the disk."),
        }
        return;
    }
    findings.look("space", "Not known: how much space is left on the disk.", "Look yourself, or ask IT.");
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::desk::doctor::State;

    const MOUNTS: &str = "\
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 27 253:3 / /home rw - ext4 /dev/mapper/home rw
41 40 0:50 / /home/ann/share rw - cifs //server/desk rw
42 40 0:51 / /home/ann/my\\040disk rw - fuse.sshfs ann@server:/ rw
43 27 0:52 / /run rw - tmpfs tmpfs rw
44 40 0:53 / /home/ann/share rw - nfs4 server:/desk rw
";

    fn at(path: &str) -> Mount {
        Mount::in_list(MOUNTS, Path::new(path)).unwrap()
    }

    fn states(run: impl Fn(&mut Findings)) -> (State, String) {
        let mut findings = Findings::default();
        run(&mut findings);
        (findings.worst(), findings.all[0].what.clone())
    }

    #[test]
    fn a_place_elsewhere_is_told() {
        let of = |path: &str, mount: Option<Mount>| states(|f| place(Path::new(path), mount.as_ref(), f));
        assert_eq!(of("/home/bob", Some(at("/home/bob"))).0, State::Ok);
        for path in ["/home/ann/share/x", "/home/ann/my disk", "/run/x", "/home/ann/OneDrive - Hub/x"] {
            assert_eq!(of(path, Some(at(path))).0, State::Broken, "{path}");
        }
        assert_eq!(of(r"\\server\desk", None).0, State::Broken);
        assert_eq!(of(r"\\?\C:\Users", None).0, State::Look);
        assert!(of("/x", None).1.starts_with("Not known"));
    }

    #[test]
    fn encryption_is_found_below_partitions_and_volumes() {
        let dir = tempfile::tempdir().unwrap();
        let sys = dir.path().canonicalize().unwrap();
        let device = |name: &str, uuid: Option<&str>, on: &[&str]| {
            let folder = sys.join("devices").join(name);
            std::fs::create_dir_all(folder.join("slaves")).unwrap();
            if let Some(uuid) = uuid {
                std::fs::create_dir_all(folder.join("dm")).unwrap();
                std::fs::write(folder.join("dm/uuid"), uuid).unwrap();
            }
            for below in on {
                std::os::unix::fs::symlink(
                    sys.join("devices").join(below),
                    folder.join("slaves").join(below.replace('/', "-")),
                )
                .unwrap();
            }
        };
        device("sda", None, &[]);
        device("sda/sda1", None, &[]);
        std::fs::write(sys.join("devices/sda/sda1/partition"), "1").unwrap();
        device("crypt", Some("CRYPT-LUKS2-0123-root"), &["sda/sda1"]);
        device("volume", Some("LVM-abc"), &["crypt"]);
        device("mirror", Some("LVM-def"), &["crypt", "sda/sda1"]);
        std::fs::create_dir_all(sys.join("dev/block")).unwrap();
        let told = |name: &str| {
            let link = sys.join("dev/block/1:1");
            let _ = std::fs::remove_file(&link);
            std::os::unix::fs::symlink(sys.join("devices").join(name), link).unwrap();
            let mount = Mount { device: "1:1".into(), at: "/".into(), kind: "ext4".into(), source: "/dev/x".into() };
            is_encrypted(&mount, &sys)
        };
        assert_eq!((told("crypt"), told("volume")), (Some(true), Some(true)));
        assert_eq!((told("sda/sda1"), told("mirror")), (Some(false), Some(false)), "half encrypted is not encrypted");
        let other =
            |kind: &str| Mount { device: "0:9".into(), at: "/".into(), kind: kind.into(), source: "none".into() };
        assert_eq!((is_encrypted(&other("ecryptfs"), &sys), is_encrypted(&other("zfs"), &sys)), (Some(true), None));
        assert_eq!(states(|f| encryption(None, &sys, f)).0, State::Look);
    }
}
