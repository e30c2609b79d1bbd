// Package slide makes pictures and text of the pages of a PDF, with PDFium, which runs
// as WebAssembly inside the process: without cgo, without a second program, and
// without a way to files or the network.
//
// It has no tables and keeps nothing between decks. Invariants:
//   - One deck is open at a time; who comes next waits for its turn.
//   - A deck is at most MaxFile bytes and MaxPages pages; a picture of a page is at
//     most Side pixels wide and high; a page that takes longer than a bound ends its
//     deck.
//   - Whatever a file holds, it can do no more than be refused: PDFium has a bounded
//     memory of its own, which is gone when the deck is closed.
package slide
