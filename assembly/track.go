package assembly

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// track writes captions as a text track (WebVTT), in which a line stands until the
// next.
type track struct {
	w      io.Writer
	body   string // of the line that stands; "" for none
	begins time.Duration
}

// longestLine is how long a line stands without another.
const longestLine = 7 * time.Second

func newTrack(w io.Writer) (*track, error) {
	_, err := io.WriteString(w, "WEBVTT\n")
	return &track{w: w}, err
}

// add ends the line that stands, and begins another.
func (t *track) add(at time.Duration, body string) error {
	err := t.end(at)
	t.begins, t.body = at, body
	return err
}

// end ends the line that stands, unless it never began: then it was before all, or
// came at once with the next.
func (t *track) end(at time.Duration) error {
	ends := min(at, t.begins+longestLine)
	if t.body == "" || ends <= t.begins {
		return nil
	}
	_, err := fmt.Fprintf(t.w, "\n%s --> %s\n%s\n", stamp(t.begins), stamp(ends), cue.Replace(flat(t.body)))
	return err
}

// cue is a text as a line of WebVTT has it.
var cue = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// flat is a text in one line.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// stamp writes a time as WebVTT has it.
func stamp(d time.Duration) string {
	ms := d.Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}
