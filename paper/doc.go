// Package paper writes papers as PDF 1.7 in every script of the interface:
// text is shaped as each script wants it, runs from right to left where the
// language does, and can be searched and copied. Of each font only the letters
// that are used are in the file. Han is not: the reader's own letters are asked
// for by the name that the standard keeps for them (ISO 32000-1, 9.7.5.2).
//
// It has no tables. Invariant: the same calls give the same bytes.
package paper
