package cli

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"agora/academy"
	"agora/course"
	"agora/course/cartridge"
	"agora/course/cnxml"
	"agora/i18n"
)

type courseCommand struct {
	Check   courseCheck   `cmd:"" help:"Say what a course has and what is wrong with it; write nothing."`
	Convert courseConvert `cmd:"" help:"Write a course in another format."`
}

// maxCourse bounds a file before it is read; what is in it has bounds of its own.
const maxCourse = 400 << 20

// taken is a course that was read, with what its format's reader says of it.
type taken struct {
	*course.Course
	format string
	report course.Report
	book   *cnxml.Report // of a book of OpenStax
}

type courseCheck struct {
	File string `arg:"" help:"A course: Agora's own, a Common Cartridge, or a book of OpenStax; a zip or a folder." type:"existingpath"`
}

// Run reads a course and says what is in it.
func (k courseCheck) Run(c *call) error {
	t, err := readCourse(k.File)
	if err != nil {
		return err
	}
	t.print(c.out)
	return nil
}

type courseConvert struct {
	File string `arg:"" help:"A course, as for check." type:"existingpath"`
	Out  string `arg:"" help:"Zip to write; it must not be there yet." type:"path"`
	To   string `required:"" enum:"native,cartridge,stick" help:"Format: ${enum}." placeholder:"FORMAT"`
	Lang string `help:"Language of a cartridge, which has only one; without it the first of the course." placeholder:"TAG"`
}

// Run writes a course in another format, and names what that format does not have.
func (k courseConvert) Run(c *call) error {
	t, err := readCourse(k.File)
	if err != nil {
		return err
	}
	texts, err := i18n.Load()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	lost, err := academy.WriteFile(&b, t.Course, academy.Format(k.To), k.Lang, texts.Locale)
	if err == nil {
		err = writeNew(k.Out, b.Bytes())
	}
	if err != nil {
		return err
	}
	for _, n := range lost.Notes {
		t.report.Note(n)
	}
	t.print(c.out)
	fmt.Fprintf(c.out, "wrote %s: %d KiB\n", k.Out, (b.Len()+1023)>>10)
	return nil
}

// writeNew writes a file that is not there yet.
func writeNew(name string, body []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already; name another file", name)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(body)
	return errors.Join(err, f.Close())
}

// readCourse knows the format of a course by what is in it.
func readCourse(name string) (*taken, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return readFolder(os.DirFS(name))
	}
	if info.Size() > maxCourse {
		return nil, fmt.Errorf("%s has more than %d MiB", name, maxCourse>>20)
	}
	body, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	files, err := course.Unpack(body)
	if err != nil {
		return nil, err
	}
	if cartridge.Is(files) {
		t := &taken{format: "Common Cartridge"}
		t.Course, t.report, err = cartridge.Read(files)
		return t, err
	}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, err
	}
	if cnxml.Is(z) {
		return readFolder(z)
	}
	t := &taken{format: "native"}
	t.Course, t.report, err = course.ReadFiles(files)
	return t, err
}

func readFolder(files fs.FS) (t *taken, err error) {
	if !cnxml.Is(files) {
		t = &taken{format: "native"}
		t.Course, t.report, err = course.Read(files)
		return t, err
	}
	t = &taken{format: "book of OpenStax"}
	if t.Course, t.book, err = cnxml.Read(files); err == nil {
		t.report = t.book.Report
	}
	return t, err
}

// print says what a course has, and what is worth knowing of it.
func (t *taken) print(w io.Writer) {
	n := struct{ lessons, questions, tasks, works int }{}
	for _, m := range t.Modules {
		for _, l := range m.Lessons {
			n.lessons++
			n.questions += len(l.Quiz.Questions)
			n.tasks += len(l.Tasks)
			if len(l.Work.Say) > 0 {
				n.works++
			}
		}
	}
	fmt.Fprintf(w, "%s (%s), version %d: %s\n", t.ID, t.format, t.Version, t.Title[t.Languages[0]])
	fmt.Fprintf(w, "%d modules, %d lessons, %d questions, %d tasks, %d works, %d files; in %s\n",
		len(t.Modules), n.lessons, n.questions, n.tasks, n.works, len(t.Files), strings.Join(t.Languages, ", "))
	fmt.Fprintf(w, "by %s; licence %s\n", t.Author, orNone(t.Licence))
	if t.Source != "" {
		fmt.Fprintln(w, t.Source)
	}
	if t.book != nil {
		fmt.Fprintf(w, "of the book: %d modules, %d words, %d exercises, %d tables, %d formulas, %d footnotes, %d figures, %d notes, %d terms, %d definitions\n",
			t.book.Modules, t.book.Words, t.book.Exercises, t.book.Tables, t.book.Formulas, t.book.Footnotes, t.book.Figures, t.book.Boxes, t.book.Terms, t.book.Definitions)
	}
	t.notes(w)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// notes are what is worth knowing, a line for each.
func (t *taken) notes(w io.Writer) {
	for _, n := range t.report.Notes {
		fmt.Fprintln(w, n.Error())
	}
	if t.report.More > 0 {
		fmt.Fprintln(w, "and", t.report.More, "more")
	}
	if len(t.report.Notes) == 0 {
		fmt.Fprintln(w, "nothing to note")
	}
}
