// Package rates reads the exchange rates that central banks publish and derives
// from them the market's own: units for one US dollar. Reading is pure; what a
// bank said is kept as it was said.
//
// Invariants:
//   - A sheet is read whole or not at all, from at most MaxBytes, and an error
//     names the bank and what was wrong.
//   - A number is exact as a decimal and is rounded once, half up, to the nine
//     decimals of money.RateScale.
//   - A rate is for one unit, whatever number of units the bank quotes.
package rates
