package hall

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"time"

	"agora/assembly"
	"agora/fault"
	"agora/reel"
)

// playlist writes what is on the air as a list of media (RFC 8216). It names the
// last pieces only: a list of hours, asked for every few seconds, would take more
// of a line than the sound.
func playlist(air *assembly.Air, channel string, ended bool) ([]byte, error) {
	if air.State == assembly.Dropped || len(air.Pieces) > 0 && !has(air.Pieces[0].Piece, channel) {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	var b bytes.Buffer
	first := int64(1)
	if len(air.Pieces) > 0 {
		first = air.Pieces[0].Number
	}
	fmt.Fprintf(&b, "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:%d\n#EXT-X-MEDIA-SEQUENCE:%d\n#EXT-X-MAP:URI=\"start.mp4\"\n", reel.MaxPiece/time.Second, first)
	for _, p := range air.Pieces {
		fmt.Fprintf(&b, "#EXT-X-PROGRAM-DATE-TIME:%s\n#EXTINF:%.5f,\n%d.m4s\n", p.At.Format("2006-01-02T15:04:05.000Z"), float64(p.Length)/reel.Scale, p.Number)
	}
	if ended {
		b.WriteString("#EXT-X-ENDLIST\n")
	}
	return b.Bytes(), nil
}

// has reports whether a piece has a channel.
func has(p reel.Piece, channel string) bool {
	return slices.ContainsFunc(p.Parts, func(part reel.Part) bool { return part.Name == channel && channel != reel.Picture })
}

// lists are the lists that were asked for last; each is made once for what is on the
// air.
type lists struct {
	mu   sync.Mutex
	have map[streamed]list
}

type list struct {
	of    *assembly.Air
	ended bool
	body  []byte
}

// mostLists bounds them: channels of sessions.
const mostLists = 2000

func (l *lists) get(what streamed, air *assembly.Air, ended bool) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if was := l.have[what]; was.of == air && was.ended == ended {
		return was.body, nil
	}
	body, err := playlist(air, what.channel, ended)
	if err != nil {
		return nil, err
	}
	if l.have == nil || len(l.have) >= mostLists {
		l.have = map[streamed]list{}
	}
	l.have[what] = list{air, ended, body}
	return body, nil
}
