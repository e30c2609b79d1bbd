// Package jobs does what must happen after a commit: reactions to events, work
// that is due later, and tasks that recur. It is one door to a queue library;
// nobody else knows which.
//
// A relay reads the event log from a cursor and puts one job in the queue for
// each reaction to each event. The cursor moves in the same transaction as the
// jobs, so a reaction is neither lost nor queued twice, whenever the process
// dies. A job itself runs at least once: a process that dies in the middle of
// one runs it again, so a reaction must bear being repeated.
//
// On an embedded database the queue is a file of its own beside it, so that it
// never takes the writer's turn; on PostgreSQL it is tables in the same
// database.
//
// Tables: jobs_cursor, and those of the queue library (river_*).
//
// Invariants: the cursor never moves back; a job that failed for the last time
// stays in the dead list until somebody retries it or ninety days have passed.
package jobs
