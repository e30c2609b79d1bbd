package catalog

import (
	"context"
	"sync/atomic"

	"agora/blob"
	"agora/db"
	"agora/memo"
)

// Service is the catalogue of one node.
type Service struct {
	db      *db.DB
	signs   *memory[sign]
	bodies  *memory[body]
	faces   *memory[face]
	blobs   *blob.Store
	files   *blob.Store // private ones, of digital products
	handles handles
	homes   *homes

	shelves  recent[Category]
	tree     recent[Category] // without names and counts
	traits   recent[Trait]
	synonyms recent[Synonyms]
	covered  coverage

	shown    sight[[2]string, shown]
	freshest sight[[2]int, []Card]
	openings sight[shopPage, Page[Shop]]
	said     sight[saidKey, said]

	indexer atomic.Pointer[Indexer]             // nil where nobody searches by words
	watch   func(context.Context, int64, int64) // looks at what was saved; nil for none
	reach   func(context.Context, []Sent) ([]Reach, error)
}

// New gives the catalogue kept in d, with its pictures in blobs.
func New(d *db.DB, blobs *blob.Store) *Service {
	return &Service{db: d, blobs: blobs,
		homes:  memo.New[VariantID, ShopID](maxHomes / 2),
		signs:  memo.New[int64, sign](1024),
		bodies: memo.New[int64, body](2048),
		faces:  memo.New[int64, face](4096),
	}
}
