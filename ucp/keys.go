package ucp

import (
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"time"

	"agora/db"
	"agora/fault"
	"agora/httpsig"
	"agora/memo"
)

// rotateAfter is how long a key signs before another takes its place.
const rotateAfter = 90 * 24 * time.Hour

const ringName = "signing"

// Start reads the node's own keys, and makes the first. It is called once,
// before anything is served.
func (b *Binding) Start(ctx context.Context) error {
	b.shelf, b.gone = newShelf(), memo.New[goneKey, *fault.Error](goneSize)
	b.gate = newGate(max(placesEach*runtime.GOMAXPROCS(0), leastPlaces))
	return b.Rotate(ctx)
}

// Rotate gives the node a new key when the one that signs is old: published at
// once, signing a day later, while the old one stays published for a week.
func (b *Binding) Rotate(ctx context.Context) error {
	var ring httpsig.Ring
	err := b.DB.Write(ctx, func(tx *db.Tx) error {
		var text string
		ring = httpsig.Ring{}
		err := tx.Row("SELECT ring FROM ucp_keys WHERE name = $1", []any{ringName}, &text)
		if err != nil && !errors.Is(err, db.ErrNone) {
			return err
		}
		if text != "" {
			if err := json.Unmarshal([]byte(text), &ring); err != nil {
				return err
			}
		}
		if _, since := ring.Current(b.now()); !since.IsZero() && b.now().Sub(since) < rotateAfter {
			return nil
		}
		if ring, err = ring.Rotate(b.now()); err != nil {
			return err
		}
		fresh, err := json.Marshal(ring)
		if err != nil {
			return err
		}
		_, err = tx.Exec("INSERT INTO ucp_keys (name, ring) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET ring = excluded.ring", ringName, string(fresh))
		return err
	})
	if err == nil {
		b.ring.Store(&ring)
	}
	return err
}

// signer is the key that signs now; nil before Start.
func (b *Binding) signer() *httpsig.Key {
	if r := b.ring.Load(); r != nil {
		k, _ := r.Current(b.now())
		return k
	}
	return nil
}

// keys are the node's public ones.
func (b *Binding) keys() []httpsig.JWK {
	if r := b.ring.Load(); r != nil {
		return r.Public(b.now())
	}
	return []httpsig.JWK{}
}
