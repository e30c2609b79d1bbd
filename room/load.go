package room

import "context"

// Load is what an engine carries.
type Load struct {
	Most    int   // people in one room
	Known   bool  // the engine runs in this process, and counts; else the rest is zero
	People  int64 // in all rooms
	In, Out int64 // bytes a second, on average of the last seconds
}

// Measured is an engine that tells what it carries. It is asked seldom, by who runs
// the node.
type Measured interface {
	Load(ctx context.Context) (Load, error)
}
