package reel

import (
	"slices"
	"time"
)

// shot is one picture that somebody sent.
type shot struct {
	from   string // who
	screen bool
	at     time.Time
	data   []byte
	key    bool
}

// stare is how long the last picture of somebody is shown when no other comes; then
// it is the still one.
const stare = time.Second

// vision is the picture: a screen before a camera, and of cameras that of who
// speaks.
type vision struct {
	seen   []shot // not cut yet
	shown  string // whose picture it is; "" for the still one
	screen bool
	last   time.Time // of her pictures
}

// edge finds where a piece that began at a time ends; false when it can't be known
// yet. All that came before until is there.
func (v *vision) edge(start, until time.Time, holder string) (time.Time, bool) {
	least, most := start.Add(LeastPiece), start.Add(MaxPiece)
	if until.Before(least) {
		return start, false
	}
	v.sort()
	moving := false
	for _, s := range v.seen {
		if s.at.After(until) {
			break
		}
		moving = moving || s.at.Before(least)
		if s.key && (v.shows(s) || v.better(s, holder)) && !s.at.Before(least) && s.at.Before(most) {
			return s.at, true
		}
	}
	switch {
	case !moving:
		return least, true
	case until.Before(most):
		return start, false
	}
	return most, true
}

// cut takes the pictures from start to end; holder is who has the floor.
func (v *vision) cut(start, end time.Time, holder string) (samples []sample) {
	v.sort()
	from := start // where the sample that is being made begins
	next := func(at time.Time, s sample) {
		if n := len(samples); n > 0 {
			samples[n-1].length = units(at.Sub(start)) - units(from.Sub(start))
			from = at
		}
		samples = append(samples, s)
	}
	n := 0
	for ; n < len(v.seen) && v.seen[n].at.Before(end); n++ {
		s := v.seen[n]
		v.fade(s.at, start, next)
		if s.at.Before(start) || !v.takes(s, holder) {
			continue
		}
		next(s.at, sample{data: s.data, key: s.key})
	}
	v.fade(end, start, next)
	if len(samples) == 0 {
		next(start, v.frozen())
	}
	samples[len(samples)-1].length = units(end.Sub(start)) - units(from.Sub(start))
	v.seen = slices.Clone(v.seen[n:])
	return samples
}

// sort brings what came into the order in which it was seen.
func (v *vision) sort() {
	slices.SortStableFunc(v.seen, func(a, b shot) int { return a.at.Compare(b.at) })
}

// fade puts the still picture in the place of one that stands for too long.
func (v *vision) fade(now, start time.Time, next func(time.Time, sample)) {
	if v.shown == "" || now.Sub(v.last) <= stare {
		return
	}
	at := v.last.Add(stare)
	if at.Before(start) {
		at = start
	}
	v.shown, v.screen = "", false
	next(at, stillSample)
}

// frozen is what a piece shows into which no picture came.
func (v *vision) frozen() sample {
	v.shown, v.screen = "", false
	return stillSample
}

var stillSample = sample{data: still, key: true}

// takes reports whether a picture is shown: of who is, or of somebody with more
// right to it whose whole picture it is.
func (v *vision) takes(s shot, holder string) bool {
	if !v.shows(s) {
		if !s.key || !v.better(s, holder) {
			return false
		}
		v.shown, v.screen = s.from, s.screen
	}
	v.last = s.at
	return true
}

func (v *vision) shows(s shot) bool { return s.from == v.shown && s.screen == v.screen }

// better reports whether a picture has more right to be shown than the one that is.
func (v *vision) better(s shot, holder string) bool {
	return v.shown == "" || s.screen && !v.screen || s.screen == v.screen && s.from == holder && v.shown != holder
}
