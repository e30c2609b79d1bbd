package reel

import (
	"bytes"
	_ "embed"

	"github.com/Eyevinn/mp4ff/avc"
)

// stillStream is one picture of 640 by 360 in the colour of a stage, as a browser's
// encoder of H.264 (constrained baseline) writes it.
//
//go:embed still.h264
var stillStream []byte

// still is it as samples have it, each unit after its length; sps and pps are what
// a decoder must know before it.
var (
	still    = avc.ConvertByteStreamToNaluSample(bytes.Clone(stillStream)) // which writes where it reads
	sps, pps = stillSets()
)

func stillSets() (sps, pps []byte) {
	s, p := avc.GetParameterSetsFromByteStream(stillStream)
	return s[0], p[0]
}

// whole reports whether a sample of H.264 can be seen without those before it.
func whole(sample []byte) bool { return avc.IsIDRSample(sample) }
