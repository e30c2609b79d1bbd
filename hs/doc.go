// Package hs helps to find the customs code of goods: it holds the list of the
// Harmonized System of 2022 down to six digits, tells what a code means, and
// suggests codes for what a seller wrote about a product in her language.
//
// It has no tables and asks nobody. The list is list/hs2022.csv (its notice
// beside it); words/*.txt is our own dictionary of trade words, by language, and
// the headings they lead to.
//
// Invariants:
//   - Every heading and code in the dictionary is in the list; a test of the
//     package reads both whole.
//   - The same ask gives the same suggestions in the same order, each with the
//     reasons for it.
//   - A suggestion is help, never a decision: what is right depends on the goods,
//     and the customs of each country add digits of their own.
package hs
