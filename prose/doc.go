// Package prose writes Markdown whose words mean themselves: texts that come from other
// formats, in which stars and brackets are only stars and brackets.
//
// It has no tables. Always true of it: a text that was escaped and put in lines reads,
// as CommonMark, as the words that it was made of, in the emphasis that was marked where
// Markdown has any there.
package prose
