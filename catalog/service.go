package catalog

import "agora/db"

// Service is the catalogue of one node.
type Service struct {
	db      *db.DB
	signs   memory[sign]
	bodies  memory[body]
	faces   memory[face]
	handles handles
	shelves shelves
}

// New gives the catalogue kept in d.
func New(d *db.DB) *Service {
	return &Service{db: d,
		signs:  memory[sign]{size: 1024},
		bodies: memory[body]{size: 2048},
		faces:  memory[face]{size: 4096},
	}
}
