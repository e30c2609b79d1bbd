package cnxml

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"agora/course"
	"agora/prose"
)

// media takes the pictures of a book, where they are beside it.
type media struct {
	from  fs.FS
	taken map[string][]byte // by their path in the course
}

// media stands for a picture: the picture itself where the book has it, else what is
// said in its place.
func (w *writer) media(n *node) string {
	w.drew(n)
	words := strings.TrimSpace(n.attr["alt"])
	var out []string
	for _, k := range n.kids {
		switch k.name {
		case "":
		case "image":
			out = append(out, w.image(k, words))
		default:
			w.leave(k, "a medium that a lesson can't show; only its words are there")
			out = append(out, w.instead(words))
		}
	}
	return strings.Join(out, "\n\n")
}

func (w *writer) image(n *node, words string) string {
	name, why := w.files.take(n.attr["src"])
	if why != "" {
		n.seen = true
		w.report.left(w.d.name, n.name, course.NotShown, why)
		return w.instead(words)
	}
	w.drew(n)
	return "![" + w.inLine(prose.Escape(words)) + "](" + prose.Destination(name) + ")"
}

// instead says what a picture shows that is not there.
func (w *writer) instead(words string) string {
	if words == "" {
		return ""
	}
	return w.lines(prose.Em("Picture, not in this edition: " + prose.Escape(words)))
}

// take gives the name that a picture has in the course, or why it has none.
func (m media) take(source string) (name, why string) {
	base := path.Base(source)
	name = "pictures/" + base
	if kind := course.MediaType(name); !strings.HasPrefix(kind, "image/") {
		return "", "is of a kind that a course does not have; the words that describe it stand in its place"
	}
	if m.taken[name] != nil {
		return name, ""
	}
	f, err := m.from.Open("media/" + base)
	if err != nil {
		return "", "is not in the package; the words that describe it stand in its place"
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, course.MaxMedium+1))
	if err != nil || len(body) > course.MaxMedium {
		return "", fmt.Sprintf("can't be read, or has more than %d MiB; the words that describe it stand in its place", course.MaxMedium>>20)
	}
	m.taken[name] = body
	return name, ""
}
