package node

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"agora/db"
	"agora/demo"
)

func TestTablesUseOnlyTwoTypes(t *testing.T) {
	column := regexp.MustCompile(`(?m)^\t([a-z]\w*) ([A-Z]+)`)
	for _, s := range Schemas() {
		for _, step := range s.Steps {
			for _, m := range column.FindAllStringSubmatch(step, -1) {
				if m[2] != "BIGINT" && m[2] != "TEXT" {
					t.Errorf("%s: %s", s.Name, strings.TrimSpace(m[0]))
				}
			}
		}
	}
}

// TestOldDatabasesComeUpToDate opens the databases that earlier versions left
// behind, each kept as testdata/old/NAME.db.gz. AGORA_KEEP_OLD=NAME keeps one
// of this version: run it when a version is released.
func TestOldDatabasesComeUpToDate(t *testing.T) {
	if name := os.Getenv("AGORA_KEEP_OLD"); name != "" {
		keepOld(t, name)
	}
	files, err := filepath.Glob("testdata/old/*.db.gz")
	if err != nil || len(files) == 0 {
		t.Fatal("no old database is kept", err)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			s := settings(t, t.TempDir())
			unzip(t, f, s.database())
			n, err := Open(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			defer n.Close()
			list, err := n.Check(t.Context())
			if err != nil || !Sound(list) {
				t.Error(list, err)
			}
			fresh, err := Open(t.Context(), settings(t, t.TempDir()))
			if err != nil {
				t.Fatal(err)
			}
			defer fresh.Close()
			if diff := cmp.Diff(columns(t, fresh.DB), columns(t, n.DB)); diff != "" {
				t.Errorf("a new database (-) and the old one brought up to date (+) differ:\n%s", diff)
			}
			if err := n.DB.Read(t.Context(), func(tx *db.Tx) error {
				var orders int
				if err := tx.Row("SELECT COUNT(*) FROM orders", nil, &orders); err != nil {
					return err
				}
				if orders == 0 {
					t.Error("the old database has no orders to try")
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// columns lists every column and index of an embedded database.
func columns(t *testing.T, d *db.DB) (list []string) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx *db.Tx) (err error) {
		list, err = db.List(tx, func(scan db.Scan) (s string, err error) { err = scan(&s); return s, err }, `
			SELECT m.name || '.' || c.name || ' ' || c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'
			UNION ALL SELECT 'index ' || name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// keepOld keeps the demo market as this version stores it.
func keepOld(t *testing.T, name string) {
	t.Helper()
	s := settings(t, t.TempDir())
	s.Demo = true
	n, err := Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	if _, err := demo.Fill(t.Context(), parts(n)); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := n.DB.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if _, err := z.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(z.Close(), os.MkdirAll("testdata/old", 0o755),
		os.WriteFile(filepath.Join("testdata/old", name+".db.gz"), b.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func parts(n *Node) demo.Parts {
	return demo.Parts{DB: n.DB, Blobs: n.Blobs, Identity: n.Identity, Catalog: n.Catalog,
		Landed: n.Landed, Delivery: n.Delivery, House: n.House, Market: n.Market, Treasury: n.Treasury, Claims: n.Claims, Assembly: n.Assembly, Relief: n.Relief, Prices: n.Prices, Academy: n.Academy}
}

func unzip(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	z, err := gzip.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if _, err := io.Copy(out, z); err != nil {
		t.Fatal(err)
	}
}
