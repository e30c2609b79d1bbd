// Package cnxml reads books of OpenStax: a collection.xml that names chapters, and a
// CNXML document for each module. A chapter becomes a module of the course, a CNXML
// module one lesson of it, or several where it is longer than a lesson may be.
//
// Invariants:
//   - every word of a document's title, content and glossary is in the lessons, and
//     every element is counted in the report, as drawn or as left with the reason;
//   - no answer is invented, and none stands in a lesson's text;
//   - documents with a DOCTYPE, with entities of their own, or beyond the bounds are refused.
package cnxml
