// Package assembly is people who meet at a time: conferences, classes, webinars,
// live sales, office hours, with an agenda, those who come, and what they say
// while a session runs.
//
// Tables: assembly_events (events with their texts), assembly_sessions (their
// agenda), assembly_series (which session comes again, and when), assembly_speakers, assembly_tickets (kinds of tickets),
// assembly_proposals (talks that people propose) and assembly_reviews, assembly_seats (who
// registered, and as what),
// assembly_messages (chat, of a session or of a group), assembly_breakouts and
// assembly_grouped (groups, and who is in which), assembly_questions and assembly_votes,
// assembly_polls and assembly_ballots, assembly_captions, assembly_hands, assembly_booths (which interpreter is on),
// assembly_pins (things on the table), assembly_decks and assembly_slides (slides
// with their pages), assembly_showings (which was shown when), assembly_recordings
// and assembly_pieces (what was taken down, whose files lie in blob),
// assembly_recorded (who agreed to it), assembly_presence (who was in a session in
// which minute, and to which channel she listened) and assembly_attended (how many
// minutes, when that is long ago), assembly_answers (how it was).
//
// Invariants:
//   - an event is held by the house or by a shop; only who runs it changes it;
//   - never more seats are admitted than an event has; who comes later waits, and
//     the longest waiting is admitted in the transaction that frees a seat;
//   - one seat an e-mail address and event; nobody sits without having agreed to
//     what the event says about her data;
//   - who is admitted has a free seat or one whose order is paid; of a kind of tickets
//     never more are taken than there are;
//   - a call to those who have a seat is true when it is told, and told once;
//   - one vote a seat and question, one ballot a seat and poll; what is counted is
//     what was voted;
//   - a session of an event lies within its days, and its states are planned, live,
//     over, in this order;
//   - a minute counts once for a certificate, in however many halls one was; a
//     certificate is given after the end, and once;
//   - one answer a seat to the survey, and no host is told whose it is;
//   - the pieces of a recording are numbered without a gap, and lie in a row on one
//     clock; of what was said while it was paused there is nothing;
//   - of slides a listener gets the pages that were shown, in the order of a log that
//     nothing is taken from;
//   - a session has one breakout at a time, which ends by the clock; a seat is in one
//     group of it, and reads and hears no other unless it roams;
//   - what people wrote in a session is in the database before anybody sees it.
//
// Times are UTC. An event has a zone of the IANA database, that of its venue, in
// which hosts enter times; each viewer reads them in a zone of her own.
package assembly
