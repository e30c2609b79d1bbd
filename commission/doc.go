// Package commission is the house's dated rules of what share of a shop's goods
// it keeps, and of the tax on that share.
//
// Tables: commission_rules. A rule of the house stands in shard 0.
//
// Invariants:
//   - a rule is never changed or removed, and never begins in the past: what
//     changes it is a newer rule of the same thing, what ends it a rule Ended;
//   - of the rules of one thing that are in force, the one that begins last
//     counts, and of those the one written last;
//   - a more exact rule wins: shop over programme over category over house; of
//     several programmes of a shop the one that takes least;
//   - what an order pays is frozen when it is placed (package market).
package commission
