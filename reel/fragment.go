package reel

import (
	"bytes"

	"github.com/Eyevinn/mp4ff/mp4"
)

// Tracks of a film: there is one picture, and one sound whatever channel it is.
const (
	pictureTrack = 1
	soundTrack   = 2
)

// sample is a picture, or some milliseconds of sound.
type sample struct {
	data   []byte
	length int64 // in units of Scale
	key    bool  // can be shown without those before it
}

// fragment writes the samples of a track that begin at a time of the film.
func fragment(number int64, track uint32, at int64, samples []sample) ([]byte, error) {
	f, err := mp4.CreateFragment(uint32(number), track)
	if err != nil {
		return nil, err
	}
	f.EncOptimize = mp4.OptimizeTrun
	for _, s := range samples {
		flags := mp4.NonSyncSampleFlags
		if s.key {
			flags = mp4.SyncSampleFlags
		}
		f.AddFullSample(mp4.FullSample{Sample: mp4.NewSample(flags, uint32(s.length), uint32(len(s.data)), 0), DecodeTime: uint64(at), Data: s.data})
		at += s.length
	}
	var b bytes.Buffer
	err = f.Encode(&b)
	return b.Bytes(), err
}
