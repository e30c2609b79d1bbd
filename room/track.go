package room

import "strings"

// TrackName says what a track is. Listeners choose tracks by their names, so
// what a person may call hers depends on her grant.
type TrackName string

// The names that are always the same. The sound of an interpreter is named after
// its language, "audio.ru".
const (
	Camera TrackName = "camera"
	Screen TrackName = "screen"
	Floor  TrackName = "audio.floor" // what is said, in the language it is said in
	Signed TrackName = "video.sign"
)

// spoken begins the names of interpreters' tracks.
const spoken = "audio."

// Spoken names the sound of an interpreter into a language.
func Spoken(language string) TrackName { return TrackName(spoken + language) }

// Source is where a track comes from, which a browser says beside its name.
type Source string

// The sources.
const (
	FromCamera     Source = "camera"
	FromMicrophone Source = "microphone"
	FromScreen     Source = "screen"
)

// Language gives the language of an interpreter's track; "" for any other.
func (n TrackName) Language() string {
	if l, ok := strings.CutPrefix(string(n), spoken); ok && n != Floor {
		return l
	}
	return ""
}

// Video reports whether a track shows something.
func (s Source) Video() bool { return s == FromCamera || s == FromScreen }

// May gives the tracks that a grant may send, by name, and where each comes
// from. It is empty for those who send none.
func (g Grant) May() map[TrackName]Source {
	switch {
	case g.Role == Speaker:
		return map[TrackName]Source{Camera: FromCamera, Screen: FromScreen, Floor: FromMicrophone}
	case g.Role == Interpreter && g.Language == Sign:
		return map[TrackName]Source{Signed: FromCamera}
	case g.Role == Interpreter && g.Check() == nil:
		return map[TrackName]Source{Spoken(g.Language): FromMicrophone}
	}
	return nil
}

// MaySend reports whether a grant allows a track: its name, from where it comes,
// and whether it is pictures or sound in truth.
func (g Grant) MaySend(name TrackName, from Source, video bool) bool {
	want, ok := g.May()[name]
	return ok && want == from && from.Video() == video
}
