// Package pricewatch holds back goods that are dearer than a crisis allows.
//
// A baseline is what an essential good costs in a country on a day, by a source that is
// named. A cap of a crisis says how many percent above it a price may be, from a day to a
// day. A listing above its cap is held: it is not sold, its seller is told why with every
// figure, and it is released as soon as she lowers the price. She may appeal with words
// and a file, and an operator decides with a reason.
//
// Tables: price_baselines, price_caps (of a crisis), price_holds (of a shop: what was
// held, with the evidence and all that followed), price_watch (how far the events of the
// catalogue were read).
//
// Invariants:
//   - a baseline is never changed: a later day takes its place;
//   - what cannot be judged (no rate, no weight) is not held;
//   - all rounding is in favour of the seller;
//   - a product has at most one hold that counts; one that ended stays as it was;
//   - a shop in a country without a cap is never touched.
package pricewatch
