package digital

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"agora/blob"
	"agora/db"
	"agora/fault"
)

// File is a private file of a product.
type File struct {
	ID   int64
	Name string // as it is saved by the buyer
	Size int64  // bytes
	Blob blob.Key
}

const fileColumns = "file_id, name, size, blob"

func scanFile(scan db.Scan) (f File, err error) { return f, scan(&f.ID, &f.Name, &f.Size, &f.Blob) }

// Files gives the files of a product that are sold now, oldest first.
func Files(tx *db.Tx, shop db.ShopID, product int64) ([]File, error) {
	return db.List(tx, scanFile, "SELECT "+fileColumns+` FROM digital_files
		WHERE product_id = $1 AND shop_id = $2 AND removed = 0 ORDER BY file_id LIMIT $3`, product, int64(shop), MaxFiles)
}

// AddFile adds a file, which lies in the private store already, to a product.
func AddFile(tx *db.Tx, shop db.ShopID, product int64, f File) error {
	if f.Name = fileName(f.Name); f.Name == "" {
		return fault.Field("file", "fault.required")
	}
	list, err := Files(tx, shop, product)
	if err != nil {
		return err
	}
	if len(list) >= MaxFiles {
		return fault.Field("file", "fault.at_most", "max", MaxFiles)
	}
	_, err = tx.Exec(`INSERT INTO digital_files (file_id, shop_id, product_id, removed, size, blob, name) VALUES ($1, $2, $3, 0, $4, $5, $6)`,
		tx.ID(), int64(shop), product, f.Size, string(f.Blob), f.Name)
	return err
}

// RemoveFile takes a file out of a product; who bought before keeps it.
func RemoveFile(tx *db.Tx, shop db.ShopID, product, file int64) error {
	n, err := tx.Exec(`UPDATE digital_files SET removed = $4 WHERE file_id = $1 AND shop_id = $2 AND product_id = $3 AND removed = 0`,
		file, int64(shop), product, db.Micro(tx.Now))
	if err == nil && n == 0 {
		err = fault.New(fault.NotFound, "fault.not_found")
	}
	return err
}

// fileName makes a name that every system saves and no header is broken by: the
// last part of a path, without quotes and control characters.
func fileName(s string) string {
	s = path.Base(strings.ReplaceAll(s, `\`, "/"))
	s = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || c == utf8.RuneError || strings.ContainsRune(`"/<>|:*?`, c) || unicode.Is(unicode.Bidi_Control, c) {
			return -1
		}
		return c
	}, s)
	if s = strings.Trim(s, ". "); utf8.RuneCountInString(s) <= MaxName {
		return s
	}
	end, list := path.Ext(s), []rune(s)
	if n := utf8.RuneCountInString(end); n < 12 {
		return string(list[:MaxName-n]) + end
	}
	return string(list[:MaxName])
}
