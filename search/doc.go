// Package search finds goods by words: it folds what sellers write and what
// buyers type, in any script, into the same forms, so that a word can be found
// however it is spelled.
//
// # Folding
//
// Words folds a document, Query folds what was asked; both use one pipeline, so
// what meets there meets in the index. A word has four forms, the surest first:
//
//   - Exact: the word as written, with what people and keyboards write in several
//     ways made one. Equal ones are the same word.
//   - Latin: how it is said, in a few Latin letters (a b ch d e f g h i j k l m n o
//     p r s sh t u v z and digits). Equal ones are the same word in two scripts or
//     two alphabets, now and then two words of two languages.
//   - Stem: the Latin form without the usual ending of a plural or case.
//   - Sounds: what is left when vowels, which scripts leave out and languages
//     change, are dropped, and voiced is not told from unvoiced. Many words share
//     one; Distance between their Latin forms tells them apart. Those of one and two
//     letters are weak: ask them of titles only, and rank them last.
//
// Synonyms joins what only means the same. Its groups are fine (one kind of goods)
// or Broad (goods that are akin, for a last resort). Where the place of a query has
// a fine meaning that is no Guess, a word that is neither equal in Exact, Latin or
// Stem nor has the meaning is another word, however near it sounds.
//
// Invariants:
//   - Folding what was folded changes nothing: Words(w.Exact) gives w.Exact.
//   - Case and normal form of the text change nothing.
//   - What comes out is bounded for any text that goes in.
//   - Nothing here touches a database or a clock.
package search

// Bounds of folding. What is beyond them is not looked at.
const (
	maxText    = 64 << 10 // bytes of a document
	maxWords   = 2048     // words of a document
	maxLetters = 40       // letters of a word; a longer one is cut
	maxAsked   = 6        // places of a query
	maxQuery   = 256      // bytes of a query
	maxSounds  = 4        // sounds of a word
)

// Word is one word of a text in the forms in which it is kept and asked.
type Word struct {
	Exact  string   // never empty
	Latin  string   // empty for scripts that we cannot read aloud
	Stem   string   // equal to Latin when there is nothing to cut; ask Latin among the stems, too, and Stem among the Latin
	Sounds []string // the likeliest first; none for numbers and single letters
	titled bool     // it stands in a title, and is not typed by a buyer
	Place  int      // which word of the text it is, from 0; parts of an unspaced run share places
}

// Asked is one place of a query: what a person typed between two spaces, and how
// it may be meant.
type Asked struct {
	Typed    string
	Readings []Reading // the likeliest first, the first as it was typed
}

// How tells by which reading of a query something was found.
type How int

// The readings of what was typed.
const (
	Typed    How = iota // as it was typed
	Apart               // a run without spaces, in single characters or in syllables of Pinyin
	Joined              // together with the next place, as one word
	Keyboard            // on the keyboard of another script, or in shorthand (4 for ch); worth asking when Typed finds nothing
)

// Reading is one way to read a place of a query.
type Reading struct {
	How    How
	Words  []Word // all of them are wanted
	Covers int    // how many places it stands for: 1, or 2 when Joined
}
