// Package cartridge reads and writes courses as Common Cartridges, by which other systems
// exchange them: a manifest, pages of HTML, web links, and tests in QTI 1.2.
//
// It takes the part of the format that is data without a player. Invariants:
//   - a course within that part is the same after writing and reading, but for the draw
//     and the pass mark of its quizzes, which the format does not have;
//   - what can't be taken or written is named in the report with its file;
//   - what is read is within the bounds of package course, which Check has seen.
package cartridge
