package hall

import (
	"fmt"
	"mime"
	"net/http"
	"os"
	"strings"
	"time"

	"agora/assembly"
	"agora/web"
)

// film sends a recording with one channel, or the part of it that a browser asks
// for.
func (o *Room) film(r *web.Request) error {
	l, err := o.look(r)
	if err != nil {
		return err
	}
	kind := "video/mp4"
	if l.sound {
		kind = "audio/mp4"
	}
	h := r.W.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", fmt.Sprintf(`"%d-%d-%s-%t"`, l.at.Session.ID, l.at.Pieces, l.channel, l.sound))
	if r.Query("save") != "" {
		h.Set("Content-Disposition", attachment(r, l.at, l.channel+".mp4"))
	}
	body := l.film.Reel(l.channel, !l.sound).Whole(func(i int) (*os.File, error) { return o.Assembly.OpenPiece(l.film.Pieces[i]) })
	defer body.Close()
	http.ServeContent(web.Patient(r.W), r.R, "", time.Time{}, body)
	return nil
}

// attachment names a file that is saved after its session.
func attachment(r *web.Request, at assembly.Seated, end string) string {
	title := strings.Map(func(c rune) rune {
		if c < ' ' || strings.ContainsRune(`/\:*?"<>|`, c) {
			return ' '
		}
		return c
	}, r.Words(at.Session.Title).Text)
	return mime.FormatMediaType("attachment", map[string]string{"filename": strings.Join(strings.Fields(title), " ") + " - " + end})
}
