// Package aid is the window of relief: what everybody reads about a crisis, and the desk
// of those who coordinate it.
//
// It has no tables. Each number of a public page is a sum that relief makes of entries;
// no page names a donor who did not choose it, a nurse or a beneficiary.
package aid
