package search

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// The names of a new index beside the old one, while it is built and when it
// waits to be taken.
const (
	buildingEnd = ".building-"
	builtEnd    = ".built"
)

// What a build holds in memory: documents, and bytes of the full text.
const (
	buildPile = 4000
	buildHash = 24 << 20
)

// Build makes a new index from the tables beside the one at path, which goes on
// answering. fill is given what takes a page of documents, and the cursor from
// which events are to be followed afterwards. The new index is taken by Swap, of
// this process or of the one that serves.
func Build(path string, synonyms *Synonyms, cursor int64, fill func(put func([]Document) error) error) (err error) {
	at := path + buildingEnd + strconv.Itoa(os.Getpid()) // somebody else may build, too
	forgetBuilds(path)
	removeFile(at)
	defer removeFile(at)
	// A build that dies is begun again, so nothing needs to survive a crash until
	// it is whole.
	f, err := open(at, "journal_mode(OFF)", "synchronous(OFF)", "cache_size(-64000)", "locking_mode(EXCLUSIVE)")
	if err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	defer f.pool.Close()
	f.pool.SetMaxOpenConns(1)
	if _, err := f.pool.Exec("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", buildHash); err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	if err := f.takeAll(synonyms, fill); err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	if err := f.finish(cursor); err != nil {
		return fmt.Errorf("search: finish the build: %w", err)
	}
	if err := f.pool.Close(); err != nil {
		return err
	}
	if err := toDisk(at); err != nil {
		return err
	}
	return os.Rename(at, path+builtEnd)
}

// takeAll folds a pile of what fill gives while the one before is written.
func (f *file) takeAll(synonyms *Synonyms, fill func(put func([]Document) error) error) error {
	piles := make(chan []*folded)
	written := make(chan error, 1)
	go func() {
		defer close(written)
		for pile := range piles {
			if err := f.take(pile, nil, 0); err != nil {
				written <- err
				return
			}
		}
	}()
	var pile []Document
	fold := func() error {
		list := foldAll(pile, synonyms)
		pile = nil
		select {
		case piles <- list:
			return nil
		case err := <-written:
			return err
		}
	}
	err := fill(func(list []Document) error {
		if pile = append(pile, list...); len(pile) >= buildPile {
			return fold()
		}
		return nil
	})
	if err == nil {
		err = fold()
	}
	close(piles)
	return errors.Join(err, <-written)
}

func (f *file) finish(cursor int64) error {
	tx, err := f.pool.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("INSERT INTO words (words) VALUES ('optimize')"); err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO words (words, rank) VALUES ('hashsize', 1048576)"); err != nil { // as it was
		return err
	}
	if err := setMeta(tx, "cursor", cursor); err != nil {
		return err
	}
	if err := setMeta(tx, "built", 1); err != nil {
		return err
	}
	return tx.Commit()
}

// forgetBuilds removes what builds left that died long ago.
func forgetBuilds(path string) {
	list, _ := filepath.Glob(path + buildingEnd + "*")
	for _, p := range list {
		if s, err := os.Stat(p); err == nil && time.Since(s.ModTime()) > 24*time.Hour {
			_ = os.Remove(p)
		}
	}
}

func toDisk(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// Swap takes a new index that was built, if there is one; searches wait a moment.
// When the disk lets none be opened, the index is not Ready, and the next Swap
// tries again. Only the process that serves calls it.
func (x *Index) Swap() (taken bool, err error) {
	_, none := os.Stat(x.path + builtEnd)
	if x.mu.RLock(); none != nil && !x.lost {
		x.mu.RUnlock()
		return false, nil
	}
	x.mu.RUnlock()
	missed, err := x.Missed(maxMissed)
	if err != nil {
		missed = nil // of an index that is broken
	}
	x.write.Lock()
	defer x.write.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	x.lost, x.file.ready = true, false
	_ = x.file.close() // another takes its place, whatever became of it
	if none == nil {
		removeFile(x.path)
		if err := os.Rename(x.path+builtEnd, x.path); err != nil {
			return false, err
		}
	}
	f, err := openOrMake(x.path)
	if err != nil {
		return false, fmt.Errorf("search: take the new index: %w", err)
	}
	x.file, x.lost = f, false
	return none == nil, x.file.keep(missed)
}
