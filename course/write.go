package course

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
)

// Zip gives a course in the native format. The same course gives the same bytes.
func Zip(c *Course) ([]byte, error) {
	var b bytes.Buffer
	if err := Write(&b, c); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Write writes a course as a zip in the native format, when Check finds nothing wrong with it.
func Write(w io.Writer, c *Course) error {
	files, err := Files(c)
	if err != nil {
		return err
	}
	return Pack(w, files)
}

// Files gives the files of a course in the native format by path.
func Files(c *Course) (map[string][]byte, error) {
	if err := c.Check().Err(); err != nil {
		return nil, err
	}
	files := maps.Clone(c.Files)
	if files == nil {
		files = map[string][]byte{}
	}
	lists := map[string]any{courseFile: headFrom(c)}
	var tasks []taskYAML
	var works []workYAML
	for _, m := range c.Modules {
		for _, l := range m.Lessons {
			if err := addBodies(files, l); err != nil {
				return nil, err
			}
			if len(l.Quiz.Questions) > 0 {
				lists[quizFile(l.ID)] = quizFrom(l.Quiz)
			}
			for _, t := range l.Tasks {
				tasks = append(tasks, taskYAML{Lesson: l.ID, Check: t.Check, Need: t.Need, Say: phrased(t.Say)})
			}
			if len(l.Work.Say) > 0 {
				works = append(works, workFrom(l.ID, l.Work))
			}
		}
	}
	if tasks != nil {
		lists[tasksFile] = tasks
	}
	if works != nil {
		lists[worksFile] = works
	}
	n := 0
	for name, list := range lists {
		body, err := marshal(list)
		if err != nil {
			return nil, err
		}
		files[name] = body
		if n += pieces(string(body)); n > maxPieces {
			return nil, Problem{name, "", TooMany, "lists, maps and words; " + most(maxPieces) + " in all files"}
		}
	}
	return files, bounded(files)
}

func headFrom(c *Course) courseYAML {
	y := courseYAML{ID: c.ID, Version: c.Version, Licence: phrase(c.Licence), Author: phrase(c.Author), Source: phrase(c.Source),
		Languages: c.Languages, Title: phrased(c.Title), About: phrased(c.About), Requires: c.Requires, Open: c.Open}
	for _, m := range c.Modules {
		module := moduleYAML{ID: m.ID, Title: phrased(m.Title)}
		for _, l := range m.Lessons {
			module.Lessons = append(module.Lessons, l.ID)
		}
		y.Modules = append(y.Modules, module)
	}
	return y
}

// addBodies adds a lesson in each language that it has.
func addBodies(files map[string][]byte, l Lesson) error {
	for lang, title := range l.Title {
		front, err := marshal(frontYAML{Title: phrase(title), Minutes: l.Minutes})
		if err != nil {
			return err
		}
		files[lessonFile(l.ID, lang)] = slices.Concat([]byte("---\n"), front, []byte("---\n"), []byte(l.Body[lang]))
	}
	return nil
}

// bounded keeps what is written within what is read.
func bounded(files map[string][]byte) error {
	b := newBox()
	for name, body := range files {
		if int64(len(body)) > bound(name) {
			return Problem{name, "", TooLarge, bytesOf(int(bound(name)))}
		}
		b.count(name, int64(len(body)))
	}
	if b.sum > maxTexts || b.media > MaxMedia || len(files) > maxFiles {
		return Problem{"zip", "", TooLarge, "the course as a whole"}
	}
	return nil
}

// Pack writes files as a zip, in the order of their names and without times, so that the
// same files give the same bytes. What is compressed already is kept as it is, and so is
// what compresses so well that it would look like a bomb.
func Pack(w io.Writer, files map[string][]byte) error {
	z := zip.NewWriter(w)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		head := &zip.FileHeader{Name: name, Method: zip.Deflate}
		if stored(name) || dense(files[name]) {
			head.Method = zip.Store
		}
		f, err := z.CreateHeader(head)
		if err != nil {
			return err
		}
		if _, err := f.Write(files[name]); err != nil {
			return err
		}
	}
	return z.Close()
}

// stored are files that are compressed by their own kind.
func stored(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".webp", ".gif", ".ogg", ".opus", ".mp3", ".m4a", ".mp4", ".webm":
		return true
	}
	return false
}

// dense reports whether Unpack would refuse a body that is compressed.
func dense(body []byte) bool {
	if len(body) <= smallFile {
		return false
	}
	var n counter
	w, err := flate.NewWriter(&n, flate.DefaultCompression)
	if err != nil {
		return true
	}
	_, err = w.Write(body)
	return errors.Join(err, w.Close()) != nil || len(body)/maxRatio > int(n)-16
}

// counter counts what is written to it.
type counter int

// Write counts.
func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }
