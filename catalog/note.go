package catalog

import (
	"strconv"

	"agora/audit"
	"agora/db"
	"agora/identity"
)

// note writes in the audit who did what in a shop.
func note(tx *db.Tx, by identity.Actor, shop ShopID, action, subject string, detail any) error {
	return audit.Note(tx, by, shop, action, subject, detail)
}

func shopSubject(id ShopID) string { return "shop:" + strconv.FormatInt(int64(id), 10) }

func productSubject(id ProductID) string { return "product:" + strconv.FormatInt(int64(id), 10) }
