//! Encrypting for one reader with age: to the public key of a locality's lead, and back with the secret one.

use crate::error::{Error, Kind, Result};
use age::x25519::Recipient;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::str::FromStr;

/// How every encrypted file begins.
const START: &[u8] = b"age-encryption.org/";

/// What the name of an encrypted file ends with.
pub const END: &str = "age";

/// A public key: what is encrypted to it, its owner alone can read.
#[derive(Clone)]
pub struct Key(Recipient);

impl FromStr for Key {
    type Err = Error;

    /// Reads "age1...". An error repeats nothing of the text: it may be a secret.
    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim();
        if text.to_ascii_uppercase().contains("AGE-SECRET-KEY") {
            return Err(Error::usage("This is a secret key, and it belongs to nobody but its owner.")
                .hint("Give the public key, age1...; and make a new pair of keys, because this one was shown here."));
        }
        text.parse().map(Self).map_err(|_| {
            Error::usage("This is no age public key.")
                .hint("It begins with age1 and has 62 characters; the lead makes it with age-keygen. Copy all of it.")
        })
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({})", self.0)
    }
}

impl Key {
    /// Encrypts everything that is read.
    ///
    /// # Errors
    /// When it can't be read or written.
    pub fn seal(&self, mut from: impl Read, to: impl Write) -> Result<()> {
        let failed = |e: std::io::Error| match e.kind() {
            std::io::ErrorKind::BrokenPipe => Error::new(Kind::BrokenPipe, "The reader went away."),
            _ => Error::refused("write the encrypted file", e),
        };
        let sealing = age::Encryptor::with_recipients(std::iter::once(&self.0 as &dyn age::Recipient))
            .map_err(|e| Error::system("Nothing can be encrypted to this key.").because(e))?;
        let mut sealed = sealing.wrap_output(BufWriter::new(to)).map_err(failed)?;
        std::io::copy(&mut from, &mut sealed).map_err(failed)?;
        sealed.finish().and_then(|mut to| to.flush()).map_err(failed)
    }
}

/// Secret keys: they open what was encrypted to their public ones.
pub struct Secret(Vec<Box<dyn age::Identity>>);

impl Secret {
    /// Reads the file that `age-keygen` wrote. No error repeats anything of it.
    ///
    /// # Errors
    /// When it can't be read or holds no secret key.
    pub fn read(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|e| Error::io("read", path, e))?;
        let wrong = || {
            Error::input(format!("{} holds no age secret key.", path.display()))
                .hint("Name the file that age-keygen wrote; one with a passphrase must be opened with age first.")
        };
        let keys = age::IdentityFile::from_buffer(BufReader::new(file)).map_err(|_| wrong())?;
        let keys = keys.into_identities().map_err(|_| wrong())?;
        if keys.is_empty() { Err(wrong()) } else { Ok(Self(keys)) }
    }

    /// Decrypts a file.
    ///
    /// # Errors
    /// When no key opens it, or it was changed or cut short; what was written until then is worth nothing.
    pub fn open(&self, path: &Path, mut to: impl Write) -> Result<()> {
        let shown = path.display();
        let damaged = || {
            Error::input(format!("{shown} was changed or cut short since it was encrypted."))
                .hint("Copy it again from where it came.")
        };
        let file = File::open(path).map_err(|e| Error::io("read", path, e))?;
        let sealed = age::Decryptor::new_buffered(BufReader::new(file)).map_err(|_| damaged())?;
        let mut plain = sealed.decrypt(self.0.iter().map(|key| &**key)).map_err(|e| match e {
            age::DecryptError::NoMatchingKeys => Error::input(format!("{shown} was encrypted to another key."))
                .hint("Name the file with the secret key that belongs to it."),
            _ => damaged(),
        })?;
        let mut piece = vec![0; 64 << 10];
        loop {
            match plain.read(&mut piece) {
                Ok(0) => return to.flush().map_err(|e| Error::refused("keep what was decrypted", e)),
                Ok(length) => {
                    to.write_all(&piece[..length]).map_err(|e| Error::refused("keep what was decrypted", e))?;
                }
                Err(_) => return Err(damaged()),
            }
        }
    }
}

/// Returns whether a file is encrypted.
pub fn is_sealed(path: &Path) -> bool {
    let mut start = [0; START.len()];
    path.is_file() && File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == *START
}

#[cfg(test)]
mod tests {
    use super::*;
    use age::secrecy::ExposeSecret;

    fn pair(dir: &Path, name: &str) -> (Key, std::path::PathBuf, String) {
        let secret = age::x25519::Identity::generate();
        let path = dir.join(name);
        let text = secret.to_string().expose_secret().to_owned();
        std::fs::write(&path, format!("# created: today\n{text}\n")).unwrap();
        (secret.to_public().to_string().parse().unwrap(), path, text)
    }

    #[test]
    fn only_the_secret_key_opens_what_was_sealed() {
        let dir = tempfile::tempdir().unwrap();
        let (key, own, _) = pair(dir.path(), "own.txt");
        let (_, other, _) = pair(dir.path(), "other.txt");
        let sealed = dir.path().join("x.age");
        let plain = "canary of one family ".repeat(20_000);
        key.seal(plain.as_bytes(), File::create(&sealed).unwrap()).unwrap();
        let bytes = std::fs::read(&sealed).unwrap();
        assert!(is_sealed(&sealed) && !bytes.windows(6).any(|some| some == b"canary"));
        let mut out = Vec::new();
        Secret::read(&own).unwrap().open(&sealed, &mut out).unwrap();
        assert_eq!(out, plain.as_bytes());
        let said = Secret::read(&other).unwrap().open(&sealed, Vec::new()).unwrap_err().to_string();
        assert!(said.contains("another key"), "{said}");
        for harm in [bytes.len() / 2, bytes.len() - 1] {
            std::fs::write(&sealed, &bytes[..harm]).unwrap();
            let said = Secret::read(&own).unwrap().open(&sealed, Vec::new()).unwrap_err().to_string();
            assert!(said.contains("cut short"), "{said}");
        }
    }

    #[test]
    fn a_wrong_key_is_refused_and_a_secret_one_is_not_repeated() {
        let dir = tempfile::tempdir().unwrap();
        let (key, path, secret) = pair(dir.path(), "own.txt");
        let public = format!("{key:?}").replace("Key(", "").replace(')', "");
        for wrong in ["", "age1", &public[..61], &public.replacen('q', "p", 1), "ssh-ed25519 AAAA", "age1é"] {
            let said = wrong.parse::<Key>().unwrap_err().to_string();
            assert!(said.starts_with("This is no age public key."), "{wrong}: {said}");
        }
        for pasted in [secret.clone(), secret.to_lowercase(), format!("# x\n{secret}")] {
            let error = pasted.parse::<Key>().unwrap_err();
            assert!(error.what.contains("secret key") && !format!("{error:?}").contains(&secret[16..]), "{error:?}");
        }
        std::fs::write(&path, "AGE-SECRET-KEY-1NOTREALLY\n").unwrap();
        let said = format!("{:?}", Secret::read(&path).err().unwrap());
        assert!(said.contains("holds no age secret key") && !said.contains("NOTREALLY"), "{said}");
        std::fs::write(&path, "# nothing\n").unwrap();
        assert!(Secret::read(&path).is_err());
    }
}
