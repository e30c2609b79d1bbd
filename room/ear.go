package room

import "time"

// Ear hears what is sent in a room, each person and track by itself. Its methods
// are called at once from many sides, and must be quick.
type Ear interface {
	// Sound is a packet of Opus, whose data is the ear's from then on.
	Sound(n TrackName, from PersonID, at time.Time, data []byte)
	// Seen is a picture in H.264, each of its units after its length in four
	// bytes. Pictures that need one which was lost are left out.
	Seen(n TrackName, from PersonID, at time.Time, data []byte)
	// Speaks says that a person begins to speak, or ends; some time after.
	Speaks(from PersonID, at time.Time, on bool)
}
