//! What changes in a file, line by line, as people know it from git.

use std::fmt::Write as _;

/// Lines around a change that are shown with it.
const AROUND: usize = 2;

/// Returns the lines of a file that change, those that go with `-` and those that come with `+`.
pub(super) fn diff(path: &str, before: Option<&str>, after: Option<&str>) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.unwrap_or_default().lines().collect(), after.unwrap_or_default().lines().collect());
    let name = |there: bool, side: char| if there { format!("{side}/{path}") } else { "/dev/null".to_owned() };
    let mut out = format!("--- {}\n+++ {}\n", name(before.is_some(), 'a'), name(after.is_some(), 'b'));
    let steps = steps(&old, &new);
    let changed: Vec<usize> = (0..steps.len()).filter(|at| steps[*at].0 != ' ').collect();
    let mut at = 0;
    while at < changed.len() {
        // Changes that are near each other are shown together.
        let last =
            (at..changed.len()).take_while(|n| *n == at || changed[*n] - changed[*n - 1] <= 2 * AROUND + 1).last();
        let last = last.unwrap_or(at);
        let (from, to) = (changed[at].saturating_sub(AROUND), (changed[last] + AROUND + 1).min(steps.len()));
        let count = |until: usize, but: char| steps[..until].iter().filter(|(sign, _)| *sign != but).count();
        let range = |but: char| {
            let (start, length) = (count(from, but), count(to, but) - count(from, but));
            format!("{},{length}", if length == 0 { start } else { start + 1 })
        };
        // Writing into a String can't fail.
        let _ = writeln!(out, "@@ -{} +{} @@", range('+'), range('-'));
        for (sign, line) in &steps[from..to] {
            let _ = writeln!(out, "{sign}{line}");
        }
        at = last + 1;
    }
    out
}

/// Returns every line with what becomes of it: ` ` stays, `-` goes, `+` comes.
fn steps<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(char, &'a str)> {
    let mut common = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for row in (0..old.len()).rev() {
        for column in (0..new.len()).rev() {
            common[row][column] = if old[row] == new[column] {
                common[row + 1][column + 1] + 1
            } else {
                common[row + 1][column].max(common[row][column + 1])
            };
        }
    }
    let (mut row, mut column, mut out) = (0, 0, Vec::new());
    while row < old.len() || column < new.len() {
        if row < old.len() && column < new.len() && old[row] == new[column] {
            out.push((' ', old[row]));
            (row, column) = (row + 1, column + 1);
        } else if row < old.len() && (column == new.len() || common[row + 1][column] >= common[row][column + 1]) {
            out.push(('-', old[row]));
            row += 1;
        } else {
            out.push(('+', new[column]));
            column += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_changes_and_a_little_around_it() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n";
        let new = "a\nb\nC\nd\ne\nf\ng\nh\ni\nk\nl\n";
        insta::assert_snapshot!(diff("x.toml", Some(old), Some(new)), @"
        --- a/x.toml
        +++ b/x.toml
        @@ -1,5 +1,5 @@
         a
         b
        -c
        +C
         d
         e
        @@ -8,4 +8,4 @@
         h
         i
        -j
         k
        +l
        ");
        insta::assert_snapshot!(diff("x.toml", None, Some("a\n")), @"
        --- /dev/null
        +++ b/x.toml
        @@ -0,0 +1,1 @@
        +a
        ");
        insta::assert_snapshot!(diff("x.toml", Some("a\n"), None), @"
        --- a/x.toml
        +++ /dev/null
        @@ -1,1 +0,0 @@
        -a
        ");
    }
}
