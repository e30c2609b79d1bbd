package school

import (
	"context"
	"net/http"
	"path"
	"strings"
	"time"

	"agora/academy"
	"agora/course"
	"agora/fault"
	"agora/web"
)

// drawing is how a lesson is drawn on a page: pictures with their size, on tap where the
// reader spares data, sound and film never before they are asked for.
func (s *School) drawing(r *web.Request, t tongue, e academy.Edition, files map[string]int64) course.Options {
	return course.Options{
		Lesson: func(id string) string {
			if _, _, _, ok := e.Lesson(id); !ok {
				return ""
			}
			return t.url(lessonURL(e.Slug, id))
		},
		Medium: func(m course.Medium) string {
			size, ok := files[m.Path]
			if !ok {
				return ""
			}
			v := mediumView{url: fileURL(e, m.Path), words: m.Words, bytes: size, kind: m.Type}
			if script := transcript(m.Path, t.lang); files[script] > 0 {
				v.transcript = fileURL(e, script)
			}
			return drawn(r.Context(), v)
		},
		Back: r.T("academy.footnote_back"),
	}
}

// mediumView is a picture, sound or film in a lesson.
type mediumView struct {
	url, words, kind string
	bytes            int64
	transcript       string // "" for none
}

func (m mediumView) is(kind string) bool { return strings.HasPrefix(m.kind, kind+"/") }

func (m mediumView) kib() int64 { return (m.bytes + 1023) / 1024 }

// drawn gives the HTML of a medium; "" when it can't be written, and its words stand there.
func drawn(ctx context.Context, v mediumView) string {
	var b strings.Builder
	if err := medium(v).Render(ctx, &b); err != nil {
		return ""
	}
	return b.String()
}

// transcript is where the words of a sound or film would be, in a language.
func transcript(file, lang string) string {
	return strings.TrimSuffix(file, path.Ext(file)) + "." + lang + ".txt"
}

// file gives a file of a version of a course. It never changes, and runs nothing.
func (s *School) file(r *web.Request) error {
	version, err := r.PathID("version")
	if err != nil {
		return err
	}
	ctx, name := r.R.Context(), r.Path("path")
	c, err := s.Academy.Course(ctx, r.Actor, r.Path("course"))
	if err != nil {
		return err
	}
	if version > c.Version && !academy.Teaches(r.Actor) { // nobody may begin it yet
		return fault.New(fault.NotFound, "fault.course_unknown")
	}
	file, err := s.Academy.OpenFile(ctx, c.ID, version, name)
	if err != nil {
		return err
	}
	defer file.Close()
	h := r.W.Header()
	kind := course.MediaType(name)
	if kind == "" {
		kind = "application/octet-stream"
		h.Set("Content-Disposition", "attachment")
	}
	h.Set("Content-Type", kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	if version > c.Version {
		h.Set("Cache-Control", "private, no-cache")
	}
	http.ServeContent(r.W, r.R, "", time.Time{}, file)
	return nil
}
