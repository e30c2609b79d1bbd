package reel

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/Eyevinn/mp4ff/mp4"
)

// Codecs name what is in a film, as RFC 6381 has it.
const (
	PictureCodec = "avc3.42c016"
	SoundCodec   = "opus"
)

// Init gives what every film, and every stream of pieces, begins with.
func Init(picture bool) []byte { return start(picture, 0) }

// start is the beginning of a film of a length; 0 where that is not known.
func start(picture bool, length int64) []byte {
	s := mp4.CreateEmptyInit()
	s.Moov.Mvhd.Timescale = Scale
	if length > 0 {
		s.Moov.Mvex.AddChild(&mp4.MehdBox{Version: 1, FragmentDuration: length})
	}
	if picture {
		see(s)
	}
	hear(s)
	var b bytes.Buffer
	if err := s.Encode(&b); err != nil {
		panic(fmt.Sprint("reel: the start of a film: ", err)) // it depends on nothing
	}
	return b.Bytes()
}

// see adds the track of the picture. Its units bring their own parameters, so
// that what is seen may change its size.
func see(s *mp4.InitSegment) {
	trak := mp4.CreateEmptyTrak(pictureTrack, Scale, "video", "und")
	if err := trak.SetAVCDescriptor("avc3", [][]byte{sps}, [][]byte{pps}, true); err != nil {
		panic(fmt.Sprint("reel: the still picture: ", err))
	}
	add(s, trak)
}

// hear adds the track of the sound.
func hear(s *mp4.InitSegment) {
	trak := mp4.CreateEmptyTrak(soundTrack, Scale, "audio", "und")
	const channels, bits = 2, 16
	trak.Mdia.Minf.Stbl.Stsd.AddChild(mp4.CreateAudioSampleEntryBox("Opus", channels, bits, Scale, opusBox(channels)))
	add(s, trak)
}

func add(s *mp4.InitSegment, trak *mp4.TrakBox) {
	id := trak.Tkhd.TrackID
	s.Moov.AddChild(trak)
	s.Moov.Mvex.AddChild(mp4.CreateTrex(id))
	s.Moov.Mvhd.NextTrackID = id + 1
}

// opusBox says how Opus is to be decoded: "Encapsulation of Opus in ISO Base Media
// File Format", 4.3.2.
func opusBox(channels byte) mp4.Box {
	b := append(binary.BigEndian.AppendUint32(nil, 19), "dOps"...)
	b = append(b, 0, channels, 0, 0) // version; nothing is skipped at the start
	b = binary.BigEndian.AppendUint32(b, Scale)
	b = append(b, 0, 0, 0) // no gain; one stream
	box, err := mp4.DecodeBox(0, bytes.NewReader(b))
	if err != nil {
		panic(fmt.Sprint("reel: dOps: ", err))
	}
	return box
}
