package catalog

import "agora/db"

// ShopNames gives the names of shops, in one statement; at most a page of them.
func ShopNames(tx *db.Tx, ids []ShopID) (map[ShopID]string, error) {
	names := map[ShopID]string{}
	if len(ids) == 0 {
		return names, nil
	}
	in, args := "", []any{}
	for _, id := range ids {
		args = append(args, int64(id))
		in += ", " + db.Place(len(args))
	}
	return names, tx.Each(func(scan db.Scan) error {
		var id ShopID
		var name string
		err := scan(&id, &name)
		names[id] = name
		return err
	}, "SELECT shop_id, name FROM shops WHERE shop_id IN ("+in[2:]+")", args...)
}
