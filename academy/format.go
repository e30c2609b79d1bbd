package academy

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"slices"

	"agora/course"
	"agora/course/cartridge"
	"agora/course/cnxml"
	"agora/course/stick"
	"agora/i18n"
	"agora/identity"
)

// Format is a way in which a course lies in a file.
type Format string

// Formats of courses. A book is only read, a stick is only written.
const (
	Native    Format = "native"
	Cartridge Format = "cartridge"
	Book      Format = "book"
	Stick     Format = "stick"
)

// ReadFile reads a course of any format, which is known by what is in the file. What makes
// it refuse the course is an error: a course.Problem or course.Problems where it has to do
// with a part of the file.
func ReadFile(body []byte) (c *course.Course, f Format, report course.Report, err error) {
	files, err := course.Unpack(body)
	if err != nil {
		return nil, "", report, err
	}
	if cartridge.Is(files) {
		c, report, err = cartridge.Read(files)
		return c, Cartridge, report, err
	}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, "", report, err
	}
	if !cnxml.Is(z) {
		c, report, err = course.ReadFiles(files)
		return c, Native, report, err
	}
	c, book, err := cnxml.Read(z)
	if err == nil {
		report = book.Report
	}
	return c, Book, report, err
}

// WriteFile writes a course in a format; lang is that of a cartridge, which has only one.
// What the format does not have is lost.
func WriteFile(w io.Writer, c *course.Course, f Format, lang string, locale func(lang string) *i18n.Locale) (lost course.Report, err error) {
	switch f {
	case Native:
		return lost, course.Write(w, c)
	case Cartridge:
		return cartridge.Write(w, c, lang)
	case Stick:
		return lost, stick.Write(w, c, locale)
	}
	return lost, errNone
}

// Export writes a version of a course into a file without a name, which is gone when the
// caller closes it; who teaches may. A course is in memory while it is written, so there
// is one at a time; the file then goes over a line as slow as it likes.
func (s *Service) Export(ctx context.Context, by identity.Actor, id CourseID, version int64, f Format, lang string, locale func(lang string) *i18n.Locale) (*os.File, error) {
	if !Teaches(by) {
		return nil, errNotMe
	}
	s.heavy.Lock()
	defer s.heavy.Unlock()
	c, err := s.Whole(ctx, id, version)
	if err != nil {
		return nil, err
	}
	if lang != "" && !slices.Contains(c.Languages, lang) {
		return nil, errNone
	}
	file, err := os.CreateTemp("", "agora-course-*")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(file.Name()) // the open file is all that is needed; a crash leaves nothing behind
	if _, err := WriteFile(file, c, f, lang, locale); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
