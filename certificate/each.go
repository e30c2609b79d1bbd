package certificate

import "agora/db"

// Each tells f of every certificate of a kind for what it was given to whom, also when it
// was taken back, for who proves that the node is consistent.
func Each(tx *db.Tx, kind Kind, f func(source, holder string, n Number)) error {
	return tx.Each(func(scan db.Scan) error {
		var source, holder string
		var n Number
		err := scan(&source, &holder, (*string)(&n))
		f(source, holder, n)
		return err
	}, "SELECT source, holder, number FROM certificates WHERE kind = $1 ORDER BY number", string(kind))
}
