// Package discount is what shops take off their prices: by itself, or for who
// knows a code.
//
// Tables: discounts.
//
// Invariants:
//   - a discount lowers the price of one thing, and never below the smallest unit
//     of its money; what else depends on a price takes the lower one as it takes
//     any other;
//   - what a thing costs does not depend on the order in which codes are given;
//   - of two discounts of a shop that are in force on one day no two have one code;
//   - a discount is used at most as often as its shop said: Use counts in the
//     transaction of the placement, and refuses what changed since the price was
//     told;
//   - an offer of a live sale ends to the moment, counts things and is for who
//     shows its code, which is a secret between a hall and the carts it fills;
//   - nothing is removed: a discount ends, and stays for the orders that name it.
package discount
