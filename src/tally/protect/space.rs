//! Hubs and days cut into the parts that everything published is made of.

use super::super::{Area, Dimension, Key, Lie, Span, What};
use std::collections::{BTreeMap, BTreeSet};

/// All hubs and all pieces of time that anything published is made of.
pub(super) struct Space {
    pub(super) hubs: Vec<String>,
    /// Without a gap or an overlap inside any published span, in order.
    pub(super) pieces: Vec<Span>,
}

impl Space {
    pub(super) fn of<'a>(keys: impl Iterator<Item = &'a Key>) -> Self {
        let (mut hubs, mut spans) = (BTreeSet::new(), BTreeSet::new());
        for key in keys {
            hubs.extend(key.area.iter().cloned());
            spans.insert(key.span);
        }
        let after = |span: &Span| span.last.succ_opt().unwrap_or(span.last);
        let cuts: BTreeSet<_> = spans.iter().flat_map(|span| [span.first, after(span)]).collect();
        let cuts: Vec<_> = cuts.into_iter().collect();
        let between = cuts.windows(2).filter_map(|two| Some(Span { first: two[0], last: two[1].pred_opt()? }));
        let pieces = between.filter(|piece| spans.iter().any(|span| span.covers(*piece))).collect();
        Self { hubs: hubs.into_iter().collect(), pieces }
    }

    /// Returns some hubs and pieces as areas and spans that can be counted; pieces that follow each other become one span.
    pub(super) fn counted(&self, hubs: &[usize], pieces: &[usize]) -> (Area, Vec<Span>) {
        let mut spans: Vec<Span> = Vec::new();
        for piece in pieces.iter().map(|at| self.pieces[*at]) {
            match spans.last_mut() {
                Some(last) if last.last.succ_opt() == Some(piece.first) => last.last = piece.last,
                _ => spans.push(piece),
            }
        }
        (hubs.iter().map(|at| self.hubs[*at].clone()).collect(), spans)
    }
}

/// How finely one kind of count is cut: hubs that are never told apart are one class, and so are pieces of time.
pub(super) struct Grain {
    pub(super) areas: BTreeSet<Area>,
    pub(super) spans: BTreeSet<Span>,
    /// The class of each hub of the space; none where nothing is published.
    hub: Vec<Option<usize>>,
    piece: Vec<Option<usize>>,
    /// The hubs of each class.
    pub(super) hubs: Vec<Vec<usize>>,
    pub(super) pieces: Vec<Vec<usize>>,
}

/// Returns classes of things with the same signature; things with no mark have none.
fn classes(signatures: impl Iterator<Item = Vec<bool>>) -> (Vec<Option<usize>>, Vec<Vec<usize>>) {
    let (mut known, mut of, mut members) = (BTreeMap::new(), Vec::new(), Vec::<Vec<usize>>::new());
    for (at, signature) in signatures.enumerate() {
        if !signature.contains(&true) {
            of.push(None);
            continue;
        }
        let class = *known.entry(signature).or_insert(members.len());
        if class == members.len() {
            members.push(Vec::new());
        }
        members[class].push(at);
        of.push(Some(class));
    }
    (of, members)
}

impl Grain {
    fn of(space: &Space, areas: BTreeSet<Area>, spans: BTreeSet<Span>) -> Self {
        let (hub, hubs) = classes(space.hubs.iter().map(|hub| areas.iter().map(|area| area.contains(hub)).collect()));
        let (piece, pieces) =
            classes(space.pieces.iter().map(|piece| spans.iter().map(|span| span.covers(*piece)).collect()));
        Self { areas, spans, hub, piece, hubs, pieces }
    }

    /// Returns whether all of some hubs and pieces of time are counted.
    pub(super) fn covers(&self, hubs: &[usize], pieces: &[usize]) -> bool {
        hubs.iter().all(|hub| self.hub[*hub].is_some()) && pieces.iter().all(|piece| self.piece[*piece].is_some())
    }

    /// Returns the classes that some hubs fall into.
    pub(super) fn hub_classes(&self, hubs: &[usize]) -> Vec<usize> {
        let found: BTreeSet<usize> = hubs.iter().filter_map(|hub| self.hub[*hub]).collect();
        found.into_iter().collect()
    }

    /// Returns the classes that some pieces of time fall into.
    pub(super) fn piece_classes(&self, pieces: &[usize]) -> Vec<usize> {
        let found: BTreeSet<usize> = pieces.iter().filter_map(|piece| self.piece[*piece]).collect();
        found.into_iter().collect()
    }
}

/// Everything of one kind: all values of a dimension, or all pairs of two.
pub(super) struct Family {
    pub(super) whats: BTreeSet<What>,
    pub(super) grain: Grain,
}

/// Kinds of counts by their dimensions.
pub(super) type Families = BTreeMap<Vec<Dimension>, Family>;

/// Returns all that some published cells are about, with what they hang on: every pair brings its two margins, and all of it hangs on all enquiries. What bounds something else is cut as finely as that, because a sum of maxima is more than the maximum of sums.
pub(super) fn families<'a>(space: &Space, keys: impl Iterator<Item = &'a Key>) -> Families {
    type Cuts = (BTreeSet<What>, BTreeSet<Area>, BTreeSet<Span>);
    let mut cuts: BTreeMap<Vec<Dimension>, Cuts> = BTreeMap::new();
    let mut add = |what: What, key: &Key| {
        let (whats, areas, spans) = cuts.entry(what.dimensions().collect()).or_default();
        whats.insert(what);
        if !areas.contains(&key.area) {
            areas.insert(key.area.clone());
        }
        spans.insert(key.span);
    };
    for key in keys {
        add(key.what.clone(), key);
        add(What::all(), key);
        if key.what.values().len() > 1 {
            for (dimension, value) in key.what.values() {
                add(What::of(*dimension, value.clone()), key);
            }
        }
    }
    // Needs, their groups and their areas bound each other, alone and within anything else.
    let over = |dimension: &Dimension| matches!(dimension, Dimension::Need | Dimension::Group | Dimension::DfeArea);
    let rests: BTreeSet<Vec<Dimension>> = cuts
        .keys()
        .filter(|dimensions| dimensions.iter().filter(|dimension| over(dimension)).count() == 1)
        .map(|dimensions| dimensions.iter().copied().filter(|dimension| !over(dimension)).collect())
        .filter(|rest: &Vec<Dimension>| rest.iter().all(|dimension| dimension.lie() != Lie::OfNeed))
        .collect();
    for rest in rests {
        let kin: Vec<Vec<Dimension>> = [Dimension::Need, Dimension::Group, Dimension::DfeArea]
            .into_iter()
            .map(|dimension| {
                let mut dimensions = rest.clone();
                dimensions.push(dimension);
                dimensions.sort();
                dimensions
            })
            .collect();
        let found = || kin.iter().filter_map(|dimensions| cuts.get(dimensions));
        let areas: BTreeSet<Area> = found().flat_map(|(_, areas, _)| areas.clone()).collect();
        let spans: BTreeSet<Span> = found().flat_map(|(.., spans)| spans.clone()).collect();
        for dimensions in &kin {
            if let Some(cut) = cuts.get_mut(dimensions) {
                (cut.1, cut.2) = (areas.clone(), spans.clone());
            }
        }
    }
    cuts.into_iter()
        .map(|(dimensions, (whats, areas, spans))| {
            (dimensions, Family { whats, grain: Grain::of(space, areas, spans) })
        })
        .collect()
}

/// One part of hubs and time: for each of some grains its classes of hubs and of pieces.
pub(super) type Extent = Vec<(Vec<usize>, Vec<usize>)>;

/// Returns the finest parts that each of some grains is able to add up to.
pub(super) fn joined(grains: &[&Grain]) -> Vec<Extent> {
    fn parts(many: usize, class: &[&[Option<usize>]], members: &[&[Vec<usize>]]) -> Vec<Vec<usize>> {
        let mut part: Vec<usize> = (0..many).collect();
        for classes in members.iter().flat_map(|grain| grain.iter()) {
            let into = part[classes[0]];
            for member in classes {
                let from = part[*member];
                part.iter_mut().filter(|part| **part == from).for_each(|part| *part = into);
            }
        }
        let mut all = BTreeMap::<usize, Vec<usize>>::new();
        for (at, part) in part.iter().enumerate() {
            all.entry(*part).or_default().push(at);
        }
        all.into_values().filter(|part| part.iter().all(|at| class.iter().all(|class| class[*at].is_some()))).collect()
    }
    let Some(first) = grains.first() else { return Vec::new() };
    let of = |list: &[&'_ Grain]| -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
        let class: Vec<&[Option<usize>]> = list.iter().map(|grain| grain.hub.as_slice()).collect();
        let members: Vec<&[Vec<usize>]> = list.iter().map(|grain| grain.hubs.as_slice()).collect();
        let hubs = parts(first.hub.len(), &class, &members);
        let class: Vec<&[Option<usize>]> = list.iter().map(|grain| grain.piece.as_slice()).collect();
        let members: Vec<&[Vec<usize>]> = list.iter().map(|grain| grain.pieces.as_slice()).collect();
        (hubs, parts(first.piece.len(), &class, &members))
    };
    let (hubs, pieces) = of(grains);
    let mut all = Vec::new();
    for hubs in &hubs {
        for pieces in &pieces {
            all.push(grains.iter().map(|grain| (grain.hub_classes(hubs), grain.piece_classes(pieces))).collect());
        }
    }
    all
}
