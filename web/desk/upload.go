package desk

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"agora/catalog"
	"agora/fault"
	"agora/web"
)

// uploads keeps files between the look at them and the yes. They are plain
// temporary files without a name; losing one costs sending it again.
type uploads struct {
	mu   sync.Mutex
	kept []upload
}

type upload struct {
	token string
	shop  catalog.ShopID
	file  *os.File
	goods int // products that are right in it
	at    time.Time
}

// Bounds of what is kept: how many files, and for how long.
const (
	mostUploads = 16
	uploadLife  = time.Hour
)

// keep copies a file aside, from its start, and gives the token that takes it
// back. A shop has one such file; the oldest of all makes room.
func (u *uploads) keep(shop catalog.ShopID, r io.ReadSeeker, goods int, now time.Time) (string, error) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return "", fmt.Errorf("desk: keep upload: %w", err)
	}
	f, err := os.CreateTemp("", "agora-import-*")
	if err != nil {
		return "", fmt.Errorf("desk: keep upload: %w", err)
	}
	_ = os.Remove(f.Name()) // the open file is all that is needed; a crash leaves nothing behind
	if _, err := io.Copy(f, r); err != nil {
		_ = f.Close()
		return "", fmt.Errorf("desk: keep upload: %w", err)
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.drop(func(k upload) bool { return k.shop == shop || now.Sub(k.at) > uploadLife })
	if len(u.kept) >= mostUploads {
		first := u.kept[0].token
		u.drop(func(k upload) bool { return k.token == first })
	}
	token := rand.Text()
	u.kept = append(u.kept, upload{token, shop, f, goods, now})
	return token, nil
}

// take gives a kept file from its start; the caller closes it.
func (u *uploads) take(shop catalog.ShopID, token string, now time.Time) (f *os.File, goods int, err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for i, k := range u.kept {
		if k.token == token && k.shop == shop && now.Sub(k.at) <= uploadLife {
			u.kept = append(u.kept[:i:i], u.kept[i+1:]...)
			_, err := k.file.Seek(0, io.SeekStart)
			return k.file, k.goods, err
		}
	}
	return nil, 0, fault.New(fault.NotFound, "fault.upload_gone")
}

// kept takes back the file that a form says yes to; nil, and a fault of the
// form, when it is gone. The caller closes it.
func (d *Desk) kept(shop catalog.ShopID, form *web.Form) (f *os.File, goods int, err error) {
	f, goods, err = d.uploads.take(shop, form.Get("token"), time.Now())
	if !fault.HasKey(err, "fault.upload_gone") {
		return f, goods, err
	}
	if form.Err() == nil {
		form.Add("file", "fault.upload_gone")
	}
	return nil, 0, nil
}

func (u *uploads) drop(when func(upload) bool) {
	var left []upload
	for _, k := range u.kept {
		if when(k) {
			_ = k.file.Close()
			continue
		}
		left = append(left, k)
	}
	u.kept = left
}
