//! Where folders lie: on which file system, of this machine or another. SQLite's log and its locks can't be relied on over a network.

use std::path::{Path, PathBuf};

/// File systems whose files lie on another machine, as Linux names them. What runs in user space has its own name behind "fuse.".
const NETWORKED: [&str; 26] = [
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
    "fuse.davfs2",
    "fuse.glusterfs",
    "fuse.gvfsd-fuse",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.smbnetfs",
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

/// A file system that is mounted somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// Numbers of the device, "8:1".
    pub device: String,
    /// Where it is mounted.
    pub at: PathBuf,
    /// The file system's kind, "nfs4".
    pub kind: String,
    /// What is mounted: "/dev/sda1", "server:/export".
    pub source: String,
}

impl Mount {
    /// Returns the mount that holds a folder, as far as this system tells; only Linux does. A folder that is not there yet is taken for the nearest one above it.
    pub fn of(folder: &Path) -> Option<Self> {
        Self::in_list(&std::fs::read_to_string("/proc/self/mountinfo").ok()?, &nearest(folder)?)
    }

    /// Returns the mount that holds a path, from the text of `/proc/self/mountinfo`.
    pub fn in_list(text: &str, path: &Path) -> Option<Self> {
        // The last of two mounts in one place lies over the other.
        let holding = text.lines().filter_map(Self::read).filter(|mount| path.starts_with(&mount.at));
        holding.max_by_key(|mount| mount.at.components().count())
    }

    /// Reads one line: "27 1 254:0 / / rw - ext4 /dev/vda rw".
    fn read(line: &str) -> Option<Self> {
        let (place, disk) = line.split_once(" - ")?;
        let mut place = place.split(' ');
        let device = place.nth(2)?.to_owned();
        let at = PathBuf::from(unescaped(place.nth(1)?));
        let mut disk = disk.split(' ');
        Some(Self { device, at, kind: disk.next()?.to_owned(), source: unescaped(disk.next()?) })
    }

    /// Returns whether its files lie on another machine.
    pub fn is_networked(&self) -> bool {
        NETWORKED.contains(&self.kind.as_str())
    }
}

/// Returns the name of the file system, "nfs4", when a folder lies on another machine; nothing when it is on this one, or nobody can tell.
pub fn network_folder(folder: &Path) -> Option<String> {
    if is_share(folder) || nearest(folder).is_some_and(|here| is_share(&here)) {
        return Some("a network share".to_owned());
    }
    Mount::of(folder).filter(Mount::is_networked).map(|mount| mount.kind)
}

/// Returns whether a path is one of Windows' shares, `\\server\share\folder`.
pub fn is_share(path: &Path) -> bool {
    let shown = path.display().to_string();
    shown.starts_with(r"\\?\UNC\") || shown.starts_with(r"\\") && !shown.starts_with(r"\\?\")
}

/// Returns the folder that is there: this one or the nearest above, links followed.
fn nearest(folder: &Path) -> Option<PathBuf> {
    std::path::absolute(folder).ok()?.ancestors().find_map(|above| above.canonicalize().ok())
}

/// Reads a path of the list, in which spaces and the like are written as three octal digits.
fn unescaped(field: &str) -> String {
    let named = [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")];
    named.iter().fold(field.to_owned(), |text, (code, meant)| text.replace(code, meant))
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
            let mount = Mount::in_list(MOUNTS, Path::new(folder)).filter(Mount::is_networked);
            assert_eq!(mount.map(|mount| mount.kind).as_deref(), kind, "{folder}");
        }
        assert_eq!(Mount::in_list("", Path::new("/x")), None);
        let root = Mount::in_list(MOUNTS, Path::new("/homes")).unwrap();
        assert_eq!((root.at, root.device.as_str(), root.source.as_str()), (PathBuf::from("/"), "254:0", "/dev/vda"));
        assert_eq!(unescaped(r"a\040b\134c"), r"a b\c");
    }

    #[test]
    fn a_share_of_windows_is_no_drive_of_its_own() {
        assert!(is_share(Path::new(r"\\server\desk")) && is_share(Path::new(r"\\?\UNC\server\desk")));
        assert!(!is_share(Path::new(r"\\?\C:\Users")) && !is_share(Path::new("/home")));
    }

    #[test]
    fn a_folder_of_this_machine_is_none_also_before_it_is_there() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(network_folder(dir.path()), None);
        assert_eq!(network_folder(&dir.path().join("not/yet/there")), None);
    }
}
