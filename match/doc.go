// Package match proposes which offer of goods goes to which need, and says why. It is
// pure: the same offers, needs and weights give the same plan, in whatever order they
// come, on whatever machine; it counts in whole numbers only.
//
// The model is a transportation problem, whose idea is that of the matching which
// GetUsPPE ran in April 2020 (npj Digital Medicine 4:13, 2021); the code is our own. A
// unit that reaches a need is worth points: for days left, for exposed staff, for the
// kind of facility, for vulnerability and for what was not met before. It costs points
// for each kilometre, and for being a substitute. The plan has the most points that
// supply and need allow:
//
//	maximise   sum over needs and shares of worth × units met
//	         − sum over offers and needs of cost × units sent
//
// The first share of a need, such as what three days use up, is worth more than its
// rest, so that a large need does not take all before a small one has anything. That
// makes the worth concave, and the problem stays linear: a need is two sinks.
//
// Offers and needs that no substitute ties together are solved apart, each part as a
// minimum cost flow by the network simplex with strongly feasible trees (Cunningham
// 1976), which does not cycle. Goods in packs go in whole packs: the flow is rounded
// down, what is left is matched again, and then packs are added, dropped and moved
// while that gains points; where few large packs stay far from the optimum, other
// beginnings are tried. Without packs the plan is optimal; with packs it is near.
//
// Invariants:
//   - an offer never gives more than it has, a need never gets more than it lacks;
//   - each line keeps the rules of its need and is whole packs of its offer;
//   - to add, drop or move one pack, or to put one in place of one of another offer,
//     gains no points.
package match
