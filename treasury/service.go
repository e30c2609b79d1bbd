package treasury

import (
	"agora/catalog"
	"agora/db"
	"agora/payment"
	"agora/setting"
)

// pageSize bounds every list.
const pageSize = 50

// Service is the treasury of one node.
type Service struct {
	db      *db.DB
	catalog *catalog.Service
	cashier payment.Cashier
	house   *setting.Service
}

// New puts the treasury on top of what it works with.
func New(d *db.DB, c *catalog.Service, cashier payment.Cashier, house *setting.Service) *Service {
	return &Service{db: d, catalog: c, cashier: cashier, house: house}
}
