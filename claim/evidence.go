package claim

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path/filepath"
	"unicode/utf8"

	"agora/blob"
	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// MaxFile bounds a file of evidence, in bytes; MaxFiles how many a side may add
// to a claim.
const (
	MaxFile  = 5 << 20
	MaxFiles = 10
)

// Upload is a file that somebody adds.
type Upload struct {
	Name string
	Data io.Reader
}

// kept is an upload that is in the store.
type kept struct {
	key  blob.Key
	name string
	size int64
}

// keep stores files before the transaction. Pictures are drawn anew, so that
// nothing but the picture survives; a PDF stays as it is and is only ever given
// as a download.
func (s *Service) keep(ctx context.Context, list []Upload) (out []kept, err error) {
	if len(list) > MaxFiles {
		return nil, fault.Field("files", "fault.claim_files", "max", MaxFiles)
	}
	for _, u := range list {
		content, err := io.ReadAll(io.LimitReader(u.Data, MaxFile+1))
		if err != nil {
			return nil, fault.Field("files", "fault.form_broken").Because(err)
		}
		if len(content) > MaxFile {
			return nil, fault.Field("files", "fault.file_large", "kib", MaxFile>>10)
		}
		k := kept{name: shortName(u.Name), size: int64(len(content))}
		switch http.DetectContentType(content) {
		case "image/jpeg", "image/png", "image/webp":
			p, err := s.files.Picture(ctx, bytes.NewReader(content))
			if err != nil {
				return nil, fault.In("files", err)
			}
			k.key = p.Large
		case "application/pdf":
			if k.key, _, err = s.files.Put(ctx, bytes.NewReader(content), MaxFile); err != nil {
				return nil, err
			}
		default:
			return nil, fault.Field("files", "fault.claim_file_kind")
		}
		out = append(out, k)
	}
	return out, nil
}

func shortName(name string) string {
	const most = 80
	name = filepath.Base(filepath.ToSlash(name))
	if !utf8.ValidString(name) {
		return ""
	}
	if r := []rune(name); len(r) > most {
		return string(r[len(r)-most:])
	}
	return name
}

// addFiles writes files to a claim, as long as its side may add so many.
func addFiles(tx *db.Tx, c Claim, side Side, list []kept) error {
	if len(list) == 0 {
		return nil
	}
	var n int64
	if err := tx.Row("SELECT COUNT(*) FROM claim_files WHERE claim_id = $1 AND shop_id = $2 AND side = $3",
		[]any{int64(c.ID), int64(c.Shop), string(side)}, &n); err != nil {
		return err
	}
	if n+int64(len(list)) > MaxFiles {
		return fault.Field("files", "fault.claim_files", "max", MaxFiles)
	}
	for _, k := range list {
		if _, err := tx.Exec(`INSERT INTO claim_files (claim_id, shop_id, file_id, side, blob, name, bytes) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			int64(c.ID), int64(c.Shop), tx.ID(), string(side), string(k.key), k.name, k.size); err != nil {
			return err
		}
	}
	return nil
}

func scanFile(scan db.Scan) (f File, err error) {
	err = scan(&f.ID, &f.Side, &f.Blob, &f.Name, &f.Bytes)
	return f, err
}

// Evidence answers a request for a file of a claim, to somebody of a side.
func (s *Service) Evidence(w http.ResponseWriter, r *http.Request, by identity.Actor, side Side, shop catalog.ShopID, id ID, file int64) error {
	c, err := s.Claim(r.Context(), by, side, shop, id)
	if err != nil {
		return err
	}
	for _, f := range c.Files {
		if f.ID == file {
			s.files.Give(w, r, f.Blob)
			return nil
		}
	}
	return errNone
}
