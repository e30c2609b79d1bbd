// Package hall is the window of the assembly: events and their agendas, the way
// to a seat, the hall of a session, and the pages of those who hold an event.
//
// It has no tables. A seat is reached by its signed link, /attend/{event}/{id}?k=,
// or by who is signed in and has it; everything below that address proves the
// same seat again.
package hall
