package treasury

import (
	"agora/blob"
	"agora/db"
	"agora/setting"
)

// pageSize bounds every list.
const pageSize = 50

// Service is the treasury of one node.
type Service struct {
	db     *db.DB
	house  *setting.Service
	papers *blob.Store // nil keeps none
	orders Orders      // nil until Reads
}

// New puts the treasury on top of what it works with.
func New(d *db.DB, house *setting.Service) *Service { return &Service{db: d, house: house} }
