// Package room is the contract of live rooms: a place where people see and hear
// each other at one moment, each with what she may do there. Engines carry the
// sound and pictures (room/livekit); package room/roomtest proves any of them.
//
// It has no tables. What belongs to a session (its stage, its questions, who may
// come) is kept by those who open rooms; an engine only knows what goes on now,
// and forgets it when the node stops.
//
// Invariants, of every engine: a room exists from Open to Close, or until nobody
// was in it for the time its Spec says; nobody comes in without a ticket, and a
// ticket fits one person in one room with one grant, for minutes; the last grant
// that a person was given counts, and older tickets that say more are refused;
// a person is in a room once; nobody in a room may change it: only the node does.
package room
