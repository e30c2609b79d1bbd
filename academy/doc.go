// Package academy is people who learn: the courses of a node with their versions, who
// learns which, how far she is, and the certificate at the end.
//
// Tables:
//   - academy_courses: which there are
//   - academy_editions: each version, its outline
//   - academy_lessons: what lessons say, by language
//   - academy_quizzes: their questions
//   - academy_files: pictures, sound and films, whose content lies in blob
//   - academy_learners: who learns what, in which version and cohort, and when she had a
//     shop and a first sale
//   - academy_steps: what a learner has done, also which live classes she was in
//   - academy_answers: her tries at quizzes
//   - academy_evidence: what shows that a task is done
//   - academy_people: what she says of herself
//   - academy_cohorts: who learn together
//   - academy_codes: with what they join
//   - academy_classes: the events with their live classes
//   - academy_mentors: who looks after them
//   - academy_parked: what her devices told that her edition has no place for
//   - academy_arrivals: files with courses that were sent and not kept yet
//
// Invariants:
//   - an edition never changes once somebody may learn it; a learner stays with the
//     version that she began;
//   - a step is done once, at the first of the times at which it was told, in whatever
//     order they come; nothing takes it back;
//   - a lesson is done when each of its parts is, a course when each of its lessons is,
//     and only then is there a certificate, one for a learner and a course;
//   - a task in the shop is done because the node counted it, never because somebody
//     says so;
//   - a live class that was attended counts for good, whatever the cohort is afterwards; who
//     learns without a cohort has none to attend;
//   - what is right in a quiz is not told before it was answered;
//   - tries at a quiz are a set: told in any order and twice, the same is known, and one
//     that passes makes the quiz done;
//   - what devices tell is merged likewise: nothing of it is lost within the bounds, be it
//     that one of them tells other answers under a number of before.
//
// Times are UTC.
package academy
