package node

import (
	"cmp"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Settings are what the owner of the machine decides; everything else is in
// the database (package setting).
type Settings struct {
	Data     string           // folder; made when missing
	Listen   string           // host:port; port 0 takes a free one
	Database string           // postgres:// address; "" for agora.db in the folder
	Demo     bool             // a demo market: demo rules and rates, prefilled
	Dev      bool             // machines that shop may be on this machine, without TLS; only on an address that is not public
	Gallery  bool             // show all components at /gallery, for those who work on the program
	Log      *slog.Logger     // slog.Default when nil
	Clock    func() time.Time // time.Now when nil; tests set it

	Files     string // where pictures and files are: "" or "folder" for the folder, or the address of a bucket (blob/bucket)
	FilesKeys string // file with the keys of the bucket; "" takes them from AGORA_FILES_KEY and AGORA_FILES_SECRET
}

func (s *Settings) settle() error {
	if s.Log == nil {
		s.Log = slog.Default()
	}
	if s.Dev && !local(s.Listen) {
		return fmt.Errorf("dev: %s can be reached from outside; listen on 127.0.0.1 or ::1", s.Listen)
	}
	return os.MkdirAll(s.Data, 0o700)
}

// now is the time by the node's clock.
func (s *Settings) now() time.Time {
	if s.Clock == nil {
		return time.Now()
	}
	return s.Clock()
}

// local reports whether only this machine reaches an address.
func local(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	ip := net.ParseIP(host)
	return err == nil && (host == "localhost" || ip != nil && ip.IsLoopback())
}

func (s *Settings) database() string { return cmp.Or(s.Database, filepath.Join(s.Data, "agora.db")) }
func (s *Settings) jobs() string     { return cmp.Or(s.Database, filepath.Join(s.Data, "jobs.db")) }
func (s *Settings) search() string   { return filepath.Join(s.Data, "search.db") }
func (s *Settings) blobs() string    { return filepath.Join(s.Data, "blobs") }

// private is where files lie that no address leads to: below blobs, so that it
// is checked and saved with them, in a folder that no key names.
func (s *Settings) private() string { return filepath.Join(s.blobs(), "private") }
