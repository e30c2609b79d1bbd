package course

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"agora/sheet"
)

// Unpack gives the files of a zip by path. It keeps the bounds of a course before it
// unpacks: how many there are, how large each and all are, how dense, how deep and
// under which names. Nothing that is no file is taken.
func Unpack(body []byte) (map[string][]byte, error) {
	if n, err := sheet.Entries(bytes.NewReader(body), int64(len(body)), maxFiles); err != nil || n > maxFiles {
		return nil, Problem{"zip", "", TooMany, "files; " + most(maxFiles)}
	}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, Problem{"zip", "", NotZip, err.Error()}
	}
	b := newBox()
	for _, f := range z.File {
		if f.FileInfo().IsDir() && strings.HasSuffix(f.Name, "/") {
			if err := cleanPath(strings.TrimSuffix(f.Name, "/")); err != nil {
				return nil, Problem{Shorten(f.Name), "", UnsafePath, err.Error()}
			}
			continue
		}
		size := f.UncompressedSize64
		if size > smallFile && size/maxRatio > f.CompressedSize64 {
			return nil, Problem{Shorten(f.Name), "", TooDense, fmt.Sprintf("%d bytes of %d", size, f.CompressedSize64)}
		}
		if err := b.take(f.Name, f.Mode(), int64(min(size, MaxMedia+1)), f.Open); err != nil {
			return nil, err
		}
	}
	return b.files, nil
}

// collect gives the files of a folder by path, within the same bounds.
func collect(folder fs.FS) (map[string][]byte, error) {
	b := newBox()
	err := fs.WalkDir(folder, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return Problem{Shorten(name), "", Unreadable, err.Error()}
		case e.IsDir() && strings.Count(name, "/") >= maxDepth:
			return Problem{Shorten(name), "", UnsafePath, "too deep"}
		case e.IsDir():
			return nil
		}
		info, err := e.Info()
		if err != nil {
			return Problem{Shorten(name), "", Unreadable, err.Error()}
		}
		return b.take(name, e.Type(), info.Size(), func() (io.ReadCloser, error) { return folder.Open(name) })
	})
	if err != nil {
		return nil, err
	}
	return b.files, nil
}

// box gathers files within the bounds.
type box struct {
	files      map[string][]byte
	folded     map[string]string // names as a disk without case would keep them
	media, sum int64
}

func newBox() *box { return &box{files: map[string][]byte{}, folded: map[string]string{}} }

// take reads one file, which says how large it is.
func (b *box) take(raw string, mode fs.FileMode, size int64, open func() (io.ReadCloser, error)) error {
	name := norm.NFC.String(raw)
	refuse := func(why Reason, detail string) error { return Problem{Shorten(name), "", why, detail} }
	if err := cleanPath(name); err != nil {
		return refuse(UnsafePath, err.Error())
	}
	if !mode.IsRegular() {
		return refuse(NoRegularFile, "")
	}
	if other, ok := b.folded[folded(name)]; ok {
		return refuse(SameName, Shorten(other))
	}
	b.folded[folded(name)] = name
	bound := bound(name)
	if size > bound {
		return refuse(TooLarge, bytesOf(int(bound)))
	}
	if b.count(name, size); b.sum > maxTexts || b.media > MaxMedia || len(b.files) >= maxFiles {
		return refuse(TooLarge, "the course as a whole")
	}
	body, err := readAll(open, size)
	if err != nil {
		return refuse(Unreadable, err.Error())
	}
	b.files[name] = body
	return nil
}

func (b *box) count(name string, size int64) {
	if bound(name) == MaxMedium {
		b.media += size
	} else {
		b.sum += size
	}
}

// bound is how large a file of this name may be.
func bound(name string) int64 {
	switch ext := path.Ext(name); {
	case ext == ".md":
		return MaxLesson + maxFront
	case name == courseFile:
		return maxList
	case ext == ".yaml":
		return maxQuiz
	}
	return MaxMedium
}

// readAll reads a file that must be as large as it says.
func readAll(open func() (io.ReadCloser, error), size int64) ([]byte, error) {
	f, err := open()
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(f, size+1))
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	if int64(len(body)) != size {
		return nil, errors.New("it is not as large as it says")
	}
	return body, nil
}

// cleanPath says why a path is none that every system keeps within the course.
func cleanPath(name string) error {
	segments := strings.Split(name, "/")
	switch {
	case name == "" || len(name) > maxPath:
		return fmt.Errorf("1 to %d bytes", maxPath)
	case strings.HasPrefix(name, "/"):
		return errors.New("absolute")
	case strings.ContainsAny(name, `\:*?"<>|`):
		return errors.New(`has one of \ : * ? " < > |`)
	case hasControls(name) || strings.ContainsAny(name, "\n\t") || !norm.NFC.IsNormalString(name) || strings.ContainsRune(name, unicode.ReplacementChar):
		return errors.New("has characters that are no text")
	case len(segments) > maxDepth:
		return errors.New("too deep")
	}
	if slices.ContainsFunc(segments, badSegment) {
		return errors.New("has a part that is empty, . or .., or ends in a dot or space")
	}
	return nil
}

func badSegment(s string) bool {
	return s == "" || strings.TrimRight(s, ". ") != s || strings.TrimLeft(s, " ") != s
}

// folded is a name as a disk that knows no case keeps it.
func folded(name string) string { return strings.ToLower(norm.NFKC.String(name)) }
