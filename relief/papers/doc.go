// Package papers makes the papers that travel with a relief consignment: manifest,
// packing list, gift certificate, customs declaration, waybill, receipt, the proof of a
// hand-over, and the labels of packages.
//
// It has no tables: a Set is a value that was read at one moment, a customs.Sheet is one
// paper made from it as data, and Write makes a PDF. Every caption is in English and in
// the second language of the Set.
//
// Invariants: the same Set gives the same bytes; what is not known is shown so, never
// guessed; the sums of a manifest are those of the goods that were packed.
package papers
