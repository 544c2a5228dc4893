//! Tells folders on other machines apart: SQLite's log and its locks can't be relied on there.

use std::path::{Path, PathBuf};

/// File systems whose files lie on another machine, as Linux names them. What runs in user space has its own name behind "fuse.".
const NETWORKED: [&str; 24] = [
    "9p",
    "acfs",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "fuse.ceph",
    "fuse.davfs",
    "fuse.glusterfs",
    "fuse.gvfsd-fuse",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.sshfs",
    "glusterfs",
    "gpfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "orangefs",
    "smb3",
    "smbfs",
];

/// Returns the name of the file system, "nfs4", when a folder lies on another machine; nothing when it is on this one, or nobody can tell. A folder that is not there yet is taken for the nearest one above it.
pub fn network_folder(folder: &Path) -> Option<String> {
    let whole = std::path::absolute(folder).ok()?;
    if is_share(&whole) {
        return Some("a network share".to_owned());
    }
    let here = whole.ancestors().find_map(|above| above.canonicalize().ok())?;
    if is_share(&here) {
        return Some("a network share".to_owned());
    }
    // Only Linux has it.
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    networked(&mounts, &here)
}

/// Returns whether a path is one of Windows' shares, `\\server\share\folder`.
fn is_share(path: &Path) -> bool {
    use std::path::{Component, Prefix};
    matches!(path.components().next(), Some(Component::Prefix(prefix))
        if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)))
}

/// Looks up in a list of mounts on which file system a folder lies. The last mount over the longest path is the one in sight.
fn networked(mounts: &str, folder: &Path) -> Option<String> {
    let mut best: Option<(PathBuf, &str)> = None;
    for line in mounts.lines() {
        let mut fields = line.split(' ');
        let Some(place) = fields.nth(4).map(unescaped) else { continue };
        // A lone hyphen ends the optional fields; the type follows.
        let Some(kind) = fields.skip_while(|field| *field != "-").nth(1) else { continue };
        let longer = best.as_ref().is_none_or(|(other, _)| place.as_os_str().len() >= other.as_os_str().len());
        if folder.starts_with(&place) && longer {
            best = Some((place, kind));
        }
    }
    best.map(|(_, kind)| kind.to_owned()).filter(|kind| NETWORKED.contains(&kind.as_str()))
}

/// Reads a path of the list, in which spaces and the like are written as three octal digits.
fn unescaped(field: &str) -> PathBuf {
    let named = [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")];
    PathBuf::from(named.iter().fold(field.to_owned(), |text, (code, meant)| text.replace(code, meant)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
23 22 0:21 / /proc rw - proc proc rw
40 22 0:40 / /home rw,relatime shared:2 master:3 - nfs4 server:/home rw,vers=4.2
41 40 0:41 / /home/desk rw - tmpfs tmpfs rw
42 22 0:42 / /mnt/our\\040files rw - cifs //server/files rw
43 22 0:43 / /mnt/cloud rw - fuse.rclone cloud: rw
44 22 0:44 / /mnt/stick rw - fuse.ntfs-3g /dev/sda1 rw
45 22 0:45 / /over rw - ext4 /dev/vdb rw
46 22 0:46 / /over rw - nfs server:/over rw
a line that is cut sho";

    #[test]
    fn the_nearest_mount_says_where_a_folder_lies() {
        for (folder, kind) in [
            ("/var/lib", None),
            ("/home/anna/.local/share/signpost", Some("nfs4")),
            ("/home", Some("nfs4")),
            ("/homes", None),
            ("/home/desk/data", None),
            ("/mnt/our files/data", Some("cifs")),
            ("/mnt/cloud/x", Some("fuse.rclone")),
            ("/mnt/stick/x", None),
            ("/over/data", Some("nfs")),
        ] {
            assert_eq!(networked(MOUNTS, Path::new(folder)).as_deref(), kind, "{folder}");
        }
        assert_eq!(networked("", Path::new("/x")), None);
    }

    #[test]
    fn a_folder_of_this_machine_is_none_also_before_it_is_there() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(network_folder(dir.path()), None);
        assert_eq!(network_folder(&dir.path().join("not/yet/there")), None);
    }
}
